"""One inspectorate's open questionnaire: which boxes take answers, and the form that fills them."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime

from litestar.datastructures import State

from app.ballots import boxes
from app.ballots.boxes import ASIDE, WHOLE
from app.ballots.tables import Box
from app.ballots.tickets import Ticket
from app.lib.dates import quarter_name
from app.lib.errors import RuleBroken
from app.lib.i18n import gettext as _
from app.lib.i18n import speaking, spoken
from app.lib.quarters import Quarter
from app.lib.signing import Forged, Signing
from app.parts import Parts
from app.questionnaires.validating import Filled, check
from app.registry import inspectorates
from app.registry.inspectorates import USUAL_QUESTIONNAIRE
from app.registry.regions import is_region_of, regions_of
from app.registry.tables import Inspectorate
from app.web.public.survey_page import Occasion, Page, draw

FASTEST, SLOWEST = 5, 2 * 60 * 60  # seconds a person takes

Form = Mapping[str, list[str]]


class NotTakenNow(RuleBroken):
    """No box of the open questionnaire takes answers: this inspectorate's have yet to open."""


class Desk:
    """Open now, for the quarters that have a box. Raises NotTakenNow if there is none."""

    def __init__(
        self, state: State, inspectorate: Inspectorate, taking: Sequence[Box], now: datetime
    ) -> None:
        if not taking:
            raise NotTakenNow
        self._parts: Parts = state.parts
        self._forms: Signing = state.open_forms
        self._inspectorate = inspectorate
        self._boxes = {box.quarter: box for box in taking}
        self._now = now
        self._questionnaire = self._parts.shelf.edition(USUAL_QUESTIONNAIRE, taking[0].edition)

    @classmethod
    async def at(cls, state: State, slug: str, now: datetime) -> "Desk":
        async with state.parts.people.reading() as session:
            inspectorate = await inspectorates.named(session, slug)
        async with state.parts.ballots.reading() as session:
            taking = await boxes.open_to_all(session, slug, USUAL_QUESTIONNAIRE, now)
        return cls(state, inspectorate, taking, now)

    def check(self, form: Form) -> Filled:
        """The errors stand in the order of the page, whose last line is its button."""
        filled = check(self._questionnaire, form)
        errors = {}
        if not is_region_of(self._inspectorate.country, first(form, "region")):
            errors["region"] = _("Choose the region of the inspection")
        if first(form, "quarter") not in self._boxes:
            errors["quarter"] = _("Choose the quarter of the inspection")
        errors |= filled.errors
        if not self._is_fresh(first(form, "form")):
            errors["send"] = _("Look through your answers and send them once more")
        filled.errors = errors
        return filled

    def box(self, form: Form) -> Box:
        """Of a form without errors."""
        return self._boxes[first(form, "quarter")]

    async def ticket(self, form: Form, *, aside: bool) -> Ticket:
        """The form itself is one, of a form without errors: it is taken once, for its region."""
        box = self.box(form)
        number = ASIDE if aside else await self._part(box, first(form, "region"))
        return Ticket(self._forms.read(first(form, "form"))[:16], box.id, number)

    async def _part(self, box: Box, region: str) -> int:
        async with self._parts.ballots.reading() as session:
            parts = await boxes.parts_of(session, box.id)
        return next((part.number for part in parts if region in part.regions), WHOLE)

    def page(self, language: str, given: Form, errors: Mapping[str, str]) -> Page:
        names = {code: names["name"] for code, names in self._inspectorate.names.items()}
        country = self._inspectorate.country
        quarters = [Quarter.parse(written) for written in self._boxes]
        occasion = Occasion(names, language, self._questionnaire)
        with speaking(language):
            menus = {
                "region": [(region.code, region.names[spoken()]) for region in regions_of(country)],
                "quarter": [(str(quarter), quarter_name(quarter)) for quarter in quarters],
            }
        form = self._new_form()
        return draw(occasion, language, given, errors, "public/open.html", menus=menus, form=form)

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


def first(form: Form, name: str) -> str:
    return next(iter(form.get(name, [])), "")
