"""The open questionnaire, for everyone who was not invited: a series of its own."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from app.ballots import boxes, limiting
from app.ballots.boxes import WHOLE, BoxName, is_open
from app.ballots.casting import Content
from app.ballots.tables import Box
from app.ballots.tickets import Ticket
from app.lib.dates import local_day
from app.lib.errors import NotFound
from app.lib.i18n import gettext as _
from app.lib.quarters import Quarter
from app.lib.signing import Forged, Signing
from app.questionnaires.loading import Shelf
from app.questionnaires.validating import Filled, check
from app.registry import inspectorates
from app.registry.countries import default_language, zone
from app.registry.inspectorates import USUAL_QUESTIONNAIRE
from app.registry.regions import regions_of
from app.registry.tables import Inspectorate
from app.web.guards import anyone
from app.web.languages import known
from app.web.public.answering import FORM_LIMIT, entries, listen_to, reply, thank
from app.web.public.survey_page import Bytes, Occasion, draw
from app.wiring import Wiring

CONTEXT = "open-context"
FASTEST, SLOWEST = 5, 2 * 60 * 60  # seconds a person takes


@get("/gko/anketa/{number:int}", guards=[anyone])
async def original_address(number: FromPath[int], wiring: NamedDependency[Wiring]) -> Redirect:
    """Where the questionnaire stood on proverka.kg from January 2016 on."""
    async with wiring.people.reading() as session:
        inspectorate = await inspectorates.by_open_number(session, number)
    if inspectorate is None:
        raise NotFound
    language = default_language(inspectorate.country)
    return Redirect(f"/{language}/open/{inspectorate.slug}", status_code=301)


@get("/{language:str}/open/{slug:str}", guards=[anyone])
async def look(
    request: Request,  # type: ignore[type-arg]
    slug: FromPath[str],
    language: FromPath[str],
    state: State,
    now: NamedDependency[datetime],
) -> Response[bytes]:
    known(language)
    desk = await Desk.at(state, slug, now)
    return reply(request, desk.page(language, {}, {}))


@post("/{language:str}/open/{slug:str}", guards=[anyone], request_max_body_size=FORM_LIMIT)
async def send(
    request: Request,  # type: ignore[type-arg]
    slug: FromPath[str],
    language: FromPath[str],
    state: State,
    now: NamedDependency[datetime],
) -> Response[bytes] | Redirect:
    known(language)
    request.state.language = language
    desk = await Desk.at(state, slug, now)
    form = await entries(request)
    is_switching = listen_to(request, form)
    filled = desk.check(form)
    if is_switching:
        return reply(request, desk.page(request.state.language, form, {}))
    if filled.errors:
        return reply(request, desk.page(request.state.language, form, filled.errors), 422)
    token = form["form"][0]
    box = await desk.box(Quarter.parse(form["quarter"][0]))
    async with state.wiring.ballots.transaction() as session:
        await limiting.count(session, state.wiring.settings.pepper, _address(request), now)
    content = Content(filled.closed, filled.texts, secrets.token_hex(8))
    ticket = Ticket(state.open_forms.read(token)[:16], box.id, WHOLE)
    await state.wiring.casting.cast(ticket, content, now)
    return thank(request, state, token, box, content.code)


class Desk:
    """One inspectorate's open questionnaire, now."""

    def __init__(self, state: State, inspectorate: Inspectorate, now: datetime) -> None:
        self._wiring: Wiring = state.wiring
        self._forms: Signing = state.open_forms
        self._inspectorate = inspectorate
        self._now = now
        shelf: Shelf = self._wiring.shelf
        self._questionnaire = shelf.latest(USUAL_QUESTIONNAIRE)
        self._context = shelf.latest(CONTEXT)

    @classmethod
    async def at(cls, state: State, slug: str, now: datetime) -> "Desk":
        async with state.wiring.people.reading() as session:
            inspectorate = await inspectorates.by_slug(session, slug)
        if inspectorate is None:
            raise NotFound
        return cls(state, inspectorate, now)

    def quarters(self) -> list[Quarter]:
        """Those whose answers are still taken, the present one first."""
        today = local_day(self._now, zone(self._inspectorate.country))
        present = Quarter.of(today)
        return [one for one in (present, present.previous) if today <= one.closes_on]

    async def box(self, quarter: Quarter) -> Box:
        questionnaire = self._questionnaire
        name = BoxName(
            self._inspectorate.slug, quarter, questionnaire.name, questionnaire.edition, "open"
        )
        async with self._wiring.ballots.reading() as session:
            box = await boxes.find_by_name(session, name)
        if box is None or not is_open(box, self._now):
            raise NotFound
        return box

    def check(self, form: Mapping[str, list[str]]) -> Filled:
        filled = check(self._questionnaire, form)
        context = check(self._context, form)
        filled.closed |= context.closed
        filled.errors |= context.errors
        regions = {region.code for region in regions_of(self._inspectorate.country)}
        if _first(form, "region") in regions:
            filled.closed["region"] = _first(form, "region")
        else:
            filled.errors["region"] = _("Choose the region of the inspection")
        if _first(form, "quarter") not in map(str, self.quarters()):
            filled.errors["quarter"] = _("Choose the quarter of the inspection")
        if not self._is_fresh(_first(form, "form")):
            filled.errors["form"] = _("Look through your answers and send them once more")
        return filled

    def page(
        self, language: str, given: Mapping[str, list[str]], errors: Mapping[str, str]
    ) -> Bytes:
        names = {code: names["name"] for code, names in self._inspectorate.names.items()}
        country = self._inspectorate.country
        quarters = self.quarters()
        occasion = Occasion(
            self._inspectorate.slug, names, country, language, quarters[0], self._questionnaire
        )
        return draw(
            occasion,
            language,
            given,
            errors,
            "public/open.html",
            context=self._context.questions,
            regions=regions_of(country),
            quarters=quarters,
            form=self._new_form(),
        )

    def _new_form(self) -> str:
        moment = int(self._now.timestamp()).to_bytes(8)
        return self._forms.sign(secrets.token_bytes(16) + moment)

    def _is_fresh(self, token: str) -> bool:
        """A form sent within five seconds was not read; one older than two hours was left lying."""
        try:
            made = int.from_bytes(self._forms.read(token)[16:])
        except Forged:
            return False
        return FASTEST <= self._now.timestamp() - made <= SLOWEST


def _first(form: Mapping[str, list[str]], name: str) -> str:
    return next(iter(form.get(name, [])), "")


def _address(request: Request) -> str:  # type: ignore[type-arg]
    return request.client.host if request.client else "127.0.0.1"
