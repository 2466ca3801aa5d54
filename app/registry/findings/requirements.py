"""Technical requirements that an act can cite: those that come with the program, and more."""

import json
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import AlreadyDone, Invalid
from app.lib.i18n import LANGUAGES
from app.lib.i18n import gettext as _
from app.registry.findings.reading import read_form
from app.registry.findings.tables import Requirement, RequirementEnd

_FILE = Path(__file__).with_name("requirements.json")
# Acts of the Customs Union and the Eurasian Economic Union bind a member from its accession.
_JOINED = {"KG": date(2015, 8, 12)}
_TITLES = {f"title_{language}": 300 for language in LANGUAGES}
_DAYS = ("in_force_from", "in_force_to")
FIELDS = ("code", "kind", *_TITLES, *_DAYS)
ENDING = ("ended", "last_day")


class Origin(StrEnum):
    KG = "KG"
    KZ = "KZ"
    UNION = "EAEU"  # and the Customs Union before it


@lru_cache
def shipped() -> tuple[Requirement, ...]:
    """By code."""
    rows = json.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(sorted(map(Requirement.model_validate, rows), key=lambda one: one.code))


async def all_requirements(session: AsyncSession) -> list[Requirement]:
    """Those that come with the program, then those added, each by code and with its last day."""
    added = await session.exec(select(Requirement))
    ends = {one.code: one.in_force_to for one in await session.exec(select(RequirementEnd))}
    every = [*shipped(), *sorted(added, key=lambda one: one.code)]
    return [_ended(one, ends[one.code]) if one.code in ends else one for one in every]


async def ended_here(session: AsyncSession) -> set[str]:
    """Codes of those whose last day was entered later, and can be taken back."""
    return set(await session.exec(select(RequirementEnd.code)))


async def citable(session: AsyncSession, country: str, day: date) -> list[Requirement]:
    """What was in force in the country on that day."""
    every = await all_requirements(session)
    return [one for one in every if _is_in_force(one, country, day)]


async def add_requirement(session: AsyncSession, entered: Mapping[str, str]) -> str:
    """Its code. Invalid, also for a code that stands already."""
    values, faults = read_form(
        entered, {"code": 60, "kind": 4, **_TITLES}, _DAYS, date.max, optional=_DAYS
    )
    since, until = values["in_force_from"] or None, values["in_force_to"] or None
    if values["code"] in {one.code for one in await all_requirements(session)}:
        faults["code"] = _("A requirement with this code stands already.")
    if values["kind"] not in tuple(Origin):
        faults["kind"] = _("Choose whose requirement it is.")
    if not {*_DAYS} & faults.keys() and since and until and until < since:
        faults["in_force_to"] = _("It cannot end before it begins.")
    if faults:
        raise Invalid(faults)
    titles = {language: values[f"title_{language}"] for language in LANGUAGES}
    known = {"code": values["code"], "kind": values["kind"], "titles": titles}
    session.add(Requirement(**known, in_force_from=since, in_force_to=until))
    return str(values["code"])


async def end_requirement(session: AsyncSession, entered: Mapping[str, str]) -> str:
    """Its code. The day may be past or to come; entered once more, it is another day. Invalid."""
    values, faults = read_form(entered, {"ended": 60}, ("last_day",), date.max)
    known = {one.code: one for one in await all_requirements(session)}
    found = known.get(values["ended"])
    if found is None:
        faults["ended"] = _("Choose a requirement of the list.")
    elif "last_day" not in faults and values["last_day"] < (found.in_force_from or date.min):
        faults["last_day"] = _("It cannot end before it begins.")
    if faults:
        raise Invalid(faults)
    await session.merge(RequirementEnd(code=values["ended"], in_force_to=values["last_day"]))
    return str(values["ended"])


async def let_go_on(session: AsyncSession, code: str) -> None:
    """Its last day is again what it was when it was added. AlreadyDone if none was entered."""
    if code not in await ended_here(session):
        raise AlreadyDone
    await session.exec(delete(RequirementEnd).where(col(RequirementEnd.code) == code))


def _ended(one: Requirement, day: date) -> Requirement:
    """A copy: the row itself stays as it was added."""
    return Requirement(**one.model_dump(exclude={"in_force_to"}), in_force_to=day)


def _is_in_force(one: Requirement, country: str, day: date) -> bool:
    if one.kind not in (country, Origin.UNION):
        return False
    since = one.in_force_from or date.min
    if one.kind == Origin.UNION:
        since = max(since, _JOINED.get(country, date.min))
    return since <= day <= (one.in_force_to or date.max)
