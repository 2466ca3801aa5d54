"""Inspectorates, their sites and those who sign: added from a file, found by slug."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import NotFound, RuleBroken
from app.lib.i18n import LANGUAGES
from app.registry.describing import Description, SignerDescription, describe, read_description
from app.registry.keeping_step import check_in_step
from app.registry.tables import Inspectorate, Signer, Site

USUAL_QUESTIONNAIRE = "post-inspection"
_GREATEST_NUMBER = 2**31 - 1  # that the column holds; PostgreSQL looks for no other
_IDENTITY = ("country", "open_number")


class AnotherBody(RuleBroken):
    """What is described under this name is not the inspectorate that already bears it."""


@dataclass
class Added:
    """`changes` says in short words what was written; empty: everything stood there already."""

    inspectorate: Inspectorate
    changes: list[str] = field(default_factory=list)


async def add_from(
    session: AsyncSession, described: Path | dict[str, Any], still_fit: Collection[str] = ()
) -> Added:
    """From a YAML file, or from what stands in one. Adding the same again changes nothing.

    Country and number of the open questionnaire never change: AnotherBody. Changed words of a
    signer become a new version; letters that have been sent keep theirs. `still_fit` are languages
    in which a signer's words stay as they are although others change; LeftBehind if more do.
    """
    description = (
        read_description(described) if isinstance(described, Path) else describe(described)
    )
    added = await _inspectorate(session, description)
    await _write_sites(session, added, description)
    for role, signer in description.signers.items():
        await _write_signer(session, added, role, signer, still_fit)
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
    if abs(number) > _GREATEST_NUMBER:
        return None
    query = select(Inspectorate).where(Inspectorate.open_number == number)
    return (await session.exec(query)).first()


async def sites(session: AsyncSession, inspectorate: Inspectorate) -> list[Site]:
    """The inspectorate's own first, then its ministry's."""
    query = select(Site).where(Site.inspectorate_id == inspectorate.id)
    return list(await session.exec(query.order_by(col(Site.owner), col(Site.slug))))


async def signers(session: AsyncSession, inspectorate: Inspectorate) -> dict[str, Signer]:
    """Role -> the version in force."""
    found = await versions(session, inspectorate)
    return {role: signed[-1] for role, signed in found.items()}


async def versions(session: AsyncSession, inspectorate: Inspectorate) -> dict[str, list[Signer]]:
    """Role -> every version, oldest first."""
    query = select(Signer).where(Signer.inspectorate_id == inspectorate.id)
    found: dict[str, list[Signer]] = {}
    for signer in await session.exec(query.order_by(col(Signer.version))):
        found.setdefault(signer.role, []).append(signer)
    return found


def questionnaire_for(inspectorate: Inspectorate, kind: str) -> str:
    return inspectorate.questionnaires.get(kind, USUAL_QUESTIONNAIRE)


async def _inspectorate(session: AsyncSession, description: Description) -> Added:
    values = description.model_dump(exclude={"sites", "signers"})
    known = await by_slug(session, description.slug)
    if known is None:
        if await by_open_number(session, description.open_number):
            raise AnotherBody(f"open_number {description.open_number} belongs to another body.")
        known = Inspectorate(**values)
        session.add(known)
        await session.flush()
        return Added(known, [f"inspectorate {description.slug}"])
    changed = [name for name, value in values.items() if getattr(known, name) != value]
    if set(changed) & set(_IDENTITY):
        raise AnotherBody(f"{description.slug} stands with another {' or '.join(_IDENTITY)}.")
    known.sqlmodel_update({name: values[name] for name in changed})
    return Added(known, changed)


async def _write_sites(session: AsyncSession, added: Added, description: Description) -> None:
    for described in description.sites:
        values = described.model_dump()
        site = (await session.exec(select(Site).where(Site.slug == described.slug))).first()
        if site is None:
            session.add(Site(inspectorate_id=added.inspectorate.id, **values))
        elif site.inspectorate_id != added.inspectorate.id:
            raise AnotherBody(f"site {described.slug} belongs to another inspectorate.")
        elif site.model_dump(include=set(values)) != values:
            site.sqlmodel_update(values)
        else:
            continue
        added.changes.append(f"site {described.slug}")


async def _write_signer(
    session: AsyncSession,
    added: Added,
    role: str,
    described: SignerDescription,
    still_fit: Collection[str],
) -> None:
    values = described.model_dump()
    known = (await versions(session, added.inspectorate)).get(role, [])
    if known and known[-1].model_dump(include=set(values)) == values:
        return
    signer = Signer(
        inspectorate_id=added.inspectorate.id,
        role=role,
        version=len(known) + 1,
        still_fit=[language for language in LANGUAGES if language in still_fit],
        **values,
    )
    check_in_step([*known, signer])
    session.add(signer)
    added.changes.append(f"{role}, version {signer.version}")
