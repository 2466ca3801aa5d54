"""From the link in a letter to a kept answer.

This is a hot path. Looking hands out bytes that were made once per box and language, after one
indexed read; no session, dependency or template stands in the way. Sending is one short transaction
in the ballots database. Looking never uses a ticket: only a POST with valid answers does.
"""

import secrets
from datetime import datetime

from litestar import Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from app.ballots.boxes import is_open
from app.ballots.casting import Closed, Content, Used
from app.ballots.tables import Box
from app.ballots.tickets import Ticket
from app.lib import clock
from app.lib.errors import Expired
from app.lib.i18n import LANGUAGES, speak
from app.lib.quarters import Quarter
from app.lib.signing import Forged
from app.questionnaires.validating import check
from app.registry import inspectorates
from app.registry.tables import Inspectorate, Site
from app.web.asked import FORM_LIMIT, Asked
from app.web.entered import entries
from app.web.guards import anyone
from app.web.pages import page
from app.web.public import receipts
from app.web.public.answering import THANKED, listen_to, thank
from app.web.public.survey_page import Page, draw
from app.web.ready import Ready


class ThankedBefore(Expired):
    """The thank-you page is shown for two minutes only."""


@get("/s/{token:str}", guards=[anyone])
async def look(request: Asked, token: FromPath[str]) -> Ready:
    state = request.app.state  # as an argument it would be a copy, made for every request
    ticket, box = await _admit(request, token, clock.now())
    if await state.parts.casting.is_spent(ticket):
        raise Used
    page: Page = await state.surveys.page(box, request.state.language)
    return page.reply(request)


@post("/s/{token:str}", guards=[anyone], request_max_body_size=FORM_LIMIT)
async def send(request: Asked, token: FromPath[str]) -> Ready:
    state, now = request.app.state, clock.now()
    if receipts.shows(request, state.receipts, token, now):
        return THANKED
    ticket, box = await _admit(request, token, now)
    form = await entries(request)
    is_switching = listen_to(request, form)
    occasion = await state.surveys.occasion(box)
    filled = check(occasion.questionnaire, form)
    if is_switching:
        return draw(occasion, request.state.language, form).reply(request)
    if filled.errors:
        return draw(occasion, request.state.language, form, filled.errors).reply(request)
    content = Content(filled.closed, filled.texts, secrets.token_hex(8))
    await state.parts.casting.cast(ticket, content, now)
    return thank(request, token, box, content.code, now)


@get("/s/thanks", guards=[anyone])
async def thanks(request: Asked, state: State) -> Response[str]:
    receipt = receipts.read(request, state.receipts, clock.now())
    if receipt is None:
        raise ThankedBefore
    speak(receipt.language)
    box, inspectorate, sites = await _about(state, receipt)
    reply = page(
        "public/thanks.html",
        masthead=inspectorate.names[receipt.language]["name"],
        inspectorate=inspectorate,
        owners={site.owner for site in sites},
        quarter=Quarter.parse(box.quarter),
        channel=box.channel,
        code=receipt.code,
    )
    reply.headers["Cache-Control"] = "no-store"
    return reply


async def _about(state: State, receipt: receipts.Receipt) -> tuple[Box, Inspectorate, list[Site]]:
    box = await state.parts.casting.box(receipt.box_id)
    if box is None:
        raise ThankedBefore
    async with state.parts.people.reading() as session:
        inspectorate = await inspectorates.named(session, box.inspectorate)
        return box, inspectorate, await inspectorates.sites(session, inspectorate)


async def _admit(request: Asked, token: str, now: datetime) -> tuple[Ticket, Box]:
    """The ticket and its open box; sets the language that a refusal is said in, too."""
    state = request.app.state
    ticket: Ticket = state.parts.tickets.read(token)
    box: Box | None = await state.parts.casting.box(ticket.box_id)
    if box is None:  # of another installation, or a restored one that knows it no more
        raise Forged
    asked = request.query_params.get("lang", "")
    occasion = await state.surveys.occasion(box)
    request.state.language = asked if asked in LANGUAGES else occasion.language
    if not is_open(box, now):
        raise Closed
    return ticket, box
