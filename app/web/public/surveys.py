"""The survey pages of this process: made once per box and language, then only handed out."""

from app.ballots.tables import Box
from app.parts import Parts
from app.registry import inspectorates
from app.registry.countries import default_language
from app.web.public.survey_page import Occasion, Page, draw


class Surveys:
    """Grows by one entry per box and language; a restart forgets it."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._occasions: dict[str, Occasion] = {}
        self._pages: dict[tuple[str, str], Page] = {}

    async def occasion(self, box: Box) -> Occasion:
        found = self._occasions.get(box.id)
        if found is None:
            found = self._occasions[box.id] = await self._describe(box)
        return found

    async def page(self, box: Box, language: str) -> Page:
        key = (box.id, language)
        page = self._pages.get(key)
        if page is None:
            page = self._pages[key] = draw(await self.occasion(box), language)
        return page

    async def _describe(self, box: Box) -> Occasion:
        async with self._parts.people.reading() as session:
            inspectorate = await inspectorates.named(session, box.inspectorate)
        return Occasion(
            inspectorate={code: names["name"] for code, names in inspectorate.names.items()},
            language=default_language(inspectorate.country),
            questionnaire=self._parts.shelf.edition(box.questionnaire, box.edition),
        )
