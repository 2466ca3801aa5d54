"""Inspectorates and their sites: added from a description, found by slug."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import Invalid, NotFound
from app.lib.i18n import gettext as _
from app.registry.describing import LARGEST_NUMBER, Description, describe, read_description
from app.registry.signers import Author, write_signer
from app.registry.tables import Inspectorate, Site

USUAL_QUESTIONNAIRE = "post-inspection"
_IDENTITY = ("country", "open_number")
_OWN = "inspectorate"


class AnotherBody(Invalid):
    """What is described is not the inspectorate, or the site, that already bears this name or
    number. `errors` names the place, as Unreadable does."""


@dataclass
class Added:
    """`changes` says in short words what was written; empty: everything stood there already."""

    inspectorate: Inspectorate
    changes: list[str] = field(default_factory=list)


async def add_from(
    session: AsyncSession, described: Path | dict[str, Any], still_fit: Collection[str] = ()
) -> Added:
    """From a YAML file, or from what stands in one: see `add`. Raises Unreadable too."""
    if isinstance(described, Path):
        return await add(session, read_description(described), still_fit=still_fit)
    return await add(session, describe(described), still_fit=still_fit)


async def add(
    session: AsyncSession,
    description: Description,
    by: UUID | None = None,
    *,
    still_fit: Collection[str] = (),
) -> Added:
    """All of it or, where AnotherBody is raised, nothing. Adding the same again changes nothing.

    Country and number of the open questionnaire never change: AnotherBody. Changed words of a
    signer become a new version, in force from today on; letters that have been sent keep theirs.
    `by` is a person, or None for the operator at the machine. `still_fit` are languages in which
    a signer's words stay as they are although others change; LeftBehind if more do.
    """
    known = await by_slug(session, description.slug)
    if clashes := await _clashes(session, description, known):
        raise AnotherBody(clashes)
    added = await _write_inspectorate(session, description, known)
    await _write_sites(session, added, description)
    for role, signer in description.signers:
        author = Author(by, still_fit)
        written = await write_signer(session, added.inspectorate, role, signer, author)
        if written:
            added.changes.append(f"{role}, version {written.version}")
    return added


async def by_slug(session: AsyncSession, slug: str) -> Inspectorate | None:
    return (await session.exec(select(Inspectorate).where(Inspectorate.slug == slug))).first()


async def named(session: AsyncSession, slug: str) -> Inspectorate:
    """NotFound if none bears that slug."""
    found = await by_slug(session, slug)
    if found is None:
        raise NotFound(f"There is no inspectorate {slug}.")
    return found


async def all_of(session: AsyncSession) -> list[Inspectorate]:
    """Every inspectorate of the installation, by slug."""
    return list(await session.exec(select(Inspectorate).order_by(col(Inspectorate.slug))))


async def by_open_number(session: AsyncSession, number: int) -> Inspectorate | None:
    if abs(number) > LARGEST_NUMBER:  # PostgreSQL looks for no larger one
        return None
    query = select(Inspectorate).where(Inspectorate.open_number == number)
    return (await session.exec(query)).first()


async def sites(session: AsyncSession, inspectorate: Inspectorate) -> list[Site]:
    """The inspectorate's own first, then its ministry's."""
    query = select(Site).where(Site.inspectorate_id == inspectorate.id)
    return list(await session.exec(query.order_by(col(Site.owner), col(Site.slug))))


def questionnaire_for(inspectorate: Inspectorate, kind: str) -> str:
    return inspectorate.questionnaires.get(kind, USUAL_QUESTIONNAIRE)


async def _clashes(
    session: AsyncSession, description: Description, known: Inspectorate | None
) -> dict[str, str]:
    """With what stands already, by place: looked for before anything is written."""
    clashes = {}
    if known is None:
        if await by_open_number(session, description.open_number):
            clashes["open_number"] = _("This number belongs to another inspectorate.")
    else:
        for name in _IDENTITY:
            if getattr(known, name) != getattr(description, name):
                clashes[name] = _("This was fixed when the inspectorate was added.")
    clashes |= await _same_names(session, description, known)
    own = {site.slug for site in await sites(session, known) if site.owner == _OWN} if known else ()
    for number, described in enumerate(description.sites):
        site = await _site(session, described.slug)
        if site and (known is None or site.inspectorate_id != known.id):
            clash = _("The site %(name)s belongs to another inspectorate.", name=described.slug)
        elif described.owner == _OWN and own and described.slug not in own:
            clash = _("Its own site stands in the folder %(name)s, and stays there.", name=min(own))
        else:
            continue
        clashes[f"sites.{number}.slug"] = clash
    return clashes


async def _same_names(
    session: AsyncSession, description: Description, known: Inspectorate | None
) -> dict[str, str]:
    """Readers could not tell the two apart. What stands already may stay."""
    others = [one for one in await all_of(session) if one.slug != description.slug]
    fault = _("Another inspectorate bears this name already. Write one that tells them apart.")
    return {
        f"names.{language}.name": fault
        for language, described in description.names.items()
        if known is None or known.names[language]["name"] != described.name
        if any(_alike(one.names[language]["name"], described.name) for one in others)
    }


def _alike(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


async def _write_inspectorate(
    session: AsyncSession, description: Description, known: Inspectorate | None
) -> Added:
    values = description.model_dump(exclude={"sites", "signers"})
    if known is None:
        known = Inspectorate(**values)
        session.add(known)
        await session.flush()
        return Added(known, [f"inspectorate {description.slug}"])
    changed = [name for name, value in values.items() if getattr(known, name) != value]
    known.sqlmodel_update({name: values[name] for name in changed})
    return Added(known, changed)


async def _write_sites(session: AsyncSession, added: Added, description: Description) -> None:
    for described in description.sites:
        values = described.model_dump()
        site = await _site(session, described.slug)
        if site is None:
            session.add(Site(inspectorate_id=added.inspectorate.id, **values))
        elif site.model_dump(include=set(values)) != values:
            site.sqlmodel_update(values)
        else:
            continue
        added.changes.append(f"site {described.slug}")


async def _site(session: AsyncSession, slug: str) -> Site | None:
    return (await session.exec(select(Site).where(Site.slug == slug))).first()
