"""Who signs the letters, in versions: a draft, put in force from a day on, kept for ever."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib import clock
from app.lib.dates import local_day
from app.lib.errors import Expired, Invalid
from app.lib.i18n import LANGUAGES
from app.lib.i18n import gettext as _
from app.registry.countries import zone
from app.registry.describing import ROLES, SignerDescription
from app.registry.keeping_step import check_in_step
from app.registry.tables import Inspectorate, Signer


@dataclass(frozen=True)
class Author:
    """Who writes a version: a person, or None for the operator at the machine. In the languages
    of `still_fit` they say that the words stay as they are, although those in others change.
    """

    id: UUID | None = None
    still_fit: Collection[str] = ()


async def signers(
    session: AsyncSession, inspectorate: Inspectorate, now: datetime
) -> dict[str, Signer]:
    """Role -> the version in force: of those whose day has come the one with the latest day, and
    of several of that day the newest. So a word can be mended while a successor's day is set.
    Before the day of the very first, that one.
    """
    every = (
        select(Signer)
        .where(Signer.inspectorate_id == inspectorate.id, col(Signer.in_force_from).is_not(None))
        .order_by(col(Signer.in_force_from), col(Signer.version))
    )
    day, found = today(inspectorate, now), dict[str, Signer]()
    for signer in await session.exec(every):
        if signer.role not in found or (signer.in_force_from and signer.in_force_from <= day):
            found[signer.role] = signer
    return found


async def released(session: AsyncSession, inspectorate: Inspectorate) -> dict[str, list[Signer]]:
    """Role -> every version that is or was put in force, the oldest first."""
    return {
        role: [one for one in await versions(session, inspectorate, role) if one.in_force_from]
        for role in ROLES
    }


async def with_drafts(
    session: AsyncSession, inspectorate: Inspectorate, now: datetime
) -> dict[str, Signer]:
    """Role -> the draft or, where there is none, the version in force."""
    found = await signers(session, inspectorate, now)
    drafts = {role: await draft_of(session, inspectorate, role) for role in ROLES}
    return found | {role: draft for role, draft in drafts.items() if draft}


async def versions(session: AsyncSession, inspectorate: Inspectorate, role: str) -> list[Signer]:
    """The oldest first, a draft among them."""
    every = select(Signer).where(Signer.inspectorate_id == inspectorate.id, Signer.role == role)
    return list(await session.exec(every.order_by(col(Signer.version))))


async def draft_of(session: AsyncSession, inspectorate: Inspectorate, role: str) -> Signer | None:
    every = await versions(session, inspectorate, role)
    return next((one for one in every if one.in_force_from is None), None)


async def write_draft(
    session: AsyncSession,
    inspectorate: Inspectorate,
    role: str,
    described: SignerDescription,
    author: Author,
) -> Signer:
    """There is one draft of a role: writing again replaces it. LeftBehind if the languages would
    say different things.
    """
    every = await versions(session, inspectorate, role)
    draft = next((one for one in every if one.in_force_from is None), None)
    if draft:
        await session.delete(draft)
        await session.flush()
        every.remove(draft)
    written = _new(inspectorate, role, described, author, every)
    session.add(written)
    await session.flush()
    return written


async def release(
    session: AsyncSession, inspectorate: Inspectorate, role: str, day: date, by: UUID | None
) -> Signer:
    """The draft is in force from that day on, today or later; letters already written keep theirs.
    Expired: there is no draft any more.
    """
    draft = await draft_of(session, inspectorate, role)
    if draft is None:
        raise Expired
    now = clock.now()
    if day < today(inspectorate, now):
        raise Invalid({"day": _("Choose today or a later day: letters sent stay as they are.")})
    _put_in_force(draft, day, by, now)
    await session.flush()
    return draft


async def discard(session: AsyncSession, inspectorate: Inspectorate, role: str) -> None:
    """The draft; Expired if there is none."""
    draft = await draft_of(session, inspectorate, role)
    if draft is None:
        raise Expired
    await session.delete(draft)


async def write_signer(
    session: AsyncSession,
    inspectorate: Inspectorate,
    role: str,
    described: SignerDescription,
    author: Author,
) -> Signer | None:
    """In force from today on; None if it is in force already. LeftBehind as with a draft."""
    now = clock.now()
    known = (await signers(session, inspectorate, now)).get(role)
    values = described.model_dump()
    if known and known.model_dump(include=set(values)) == values:
        return None
    every = await versions(session, inspectorate, role)
    written = _new(inspectorate, role, described, author, every)
    _put_in_force(written, today(inspectorate, now), author.id, now)
    session.add(written)
    await session.flush()
    return written


def today(inspectorate: Inspectorate, now: datetime) -> date:
    return local_day(now, zone(inspectorate.country))


def _new(
    inspectorate: Inspectorate,
    role: str,
    described: SignerDescription,
    author: Author,
    every: Sequence[Signer],
) -> Signer:
    signer = Signer(
        inspectorate_id=inspectorate.id,
        role=role,
        version=max((one.version for one in every), default=0) + 1,
        still_fit=[language for language in LANGUAGES if language in author.still_fit],
        written_by=author.id,
        written_at=clock.now(),
        **described.model_dump(),
    )
    check_in_step([*(one for one in every if one.in_force_from), signer])
    return signer


def _put_in_force(signer: Signer, day: date, by: UUID | None, now: datetime) -> None:
    signer.in_force_from, signer.released_by, signer.released_at = day, by, now
