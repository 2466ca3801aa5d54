"""The open questionnaire, for everyone who was not invited: a series of its own."""

import secrets
from datetime import datetime

from litestar import get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.ballots import limiting
from app.ballots.casting import Content
from app.lib.errors import NotFound
from app.parts import Parts
from app.registry import inspectorates
from app.registry.countries import default_language
from app.web.asked import FORM_LIMIT, Asked
from app.web.clients import client_address
from app.web.entered import entries
from app.web.guards import anyone
from app.web.languages import known
from app.web.public import receipts
from app.web.public.answering import THANKED, listen_to, thank
from app.web.public.open_desk import Desk, first
from app.web.ready import Ready


@get("/gko/anketa/{number:int}", guards=[anyone])
async def original_address(number: FromPath[int], parts: NamedDependency[Parts]) -> Redirect:
    """Where the questionnaire stood on proverka.kg from January 2016 on."""
    async with parts.people.reading() as session:
        inspectorate = await inspectorates.by_open_number(session, number)
    if inspectorate is None:
        raise NotFound
    language = default_language(inspectorate.country)
    return Redirect(f"/{language}/open/{inspectorate.slug}", status_code=301)


@get("/{language:str}/open/{slug:str}", guards=[anyone])
async def look(
    request: Asked,
    slug: FromPath[str],
    language: FromPath[str],
    state: State,
    now: NamedDependency[datetime],
) -> Ready:
    known(language)
    desk = await Desk.at(state, slug, now)
    return desk.page(language, {}, {}).reply(request)


@post("/{language:str}/open/{slug:str}", guards=[anyone], request_max_body_size=FORM_LIMIT)
async def send(
    request: Asked,
    slug: FromPath[str],
    language: FromPath[str],
    state: State,
    now: NamedDependency[datetime],
) -> Ready:
    known(language)
    request.state.language = language
    form = await entries(request)
    is_switching = listen_to(request, form)
    if not is_switching and receipts.shows(request, state.receipts, first(form, "form"), now):
        return THANKED
    desk = await Desk.at(state, slug, now)
    filled = desk.check(form)
    if is_switching:
        return desk.page(request.state.language, form, {}).reply(request)
    if filled.errors:
        return desk.page(request.state.language, form, filled.errors).reply(request)
    async with state.parts.ballots.transaction() as session:
        await limiting.count(session, client_address(request), now)
        is_flood = await limiting.is_flood(session, slug, now)
    content = Content(filled.closed, filled.texts, secrets.token_hex(8))
    await state.parts.casting.cast(await desk.ticket(form, aside=is_flood), content, now)
    return thank(request, first(form, "form"), desk.box(form), content.code, now)
