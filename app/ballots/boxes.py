"""Opening the boxes that answers fall into, and finding them again."""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.boxkeys import bind, new_key
from app.ballots.tables import Box, Envelope, Group
from app.lib.dates import local_day
from app.lib.errors import RuleBroken
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter

Channel = Literal["invited", "open"]
WHOLE = 0  # the number of a group that no region or kind tells apart
ASIDE = -1  # of the group that holds what came in a flood: it is counted, and never opened
# Which envelopes wait to be mixed.
TO_BE_MIXED = (col(Envelope.broken).is_(False), col(Envelope.group_number) != ASIDE)


class EditionChanged(RuleBroken):
    """A questionnaire edition that has been used was altered; it needs a new number instead."""


@dataclass(frozen=True)
class BoxName:
    inspectorate: str
    quarter: Quarter
    questionnaire: str
    edition: int
    channel: Channel = "invited"


@dataclass(frozen=True)
class Part:
    """A group of a box. Without regions, or without kinds, it holds all that no other one names."""

    number: int
    regions: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


async def open_box(
    session: AsyncSession,
    keys: KeyFolder,
    name: BoxName,
    *,
    edition_hash: str,
    closes_on: date,
    zone: str,
    parts: Sequence[Part],
) -> str:
    """The id of the box of that name, opened if it was not there. Its parts never change then:
    parts_of tells what they are.
    """
    await bind(session, keys)
    await _check_edition(session, name, edition_hash)
    there = await find_by_name(session, name)
    if there:
        return there.id
    box = Box(
        id=secrets.token_hex(6),
        edition_hash=edition_hash,
        closes_on=closes_on,
        zone=zone,
        **_columns(name),
    )
    session.add(box)
    await session.flush()
    session.add_all(_new_group(keys, box.id, part) for part in parts)
    await session.flush()
    return box.id


async def parts_of(session: AsyncSession, box_id: str) -> tuple[Part, ...]:
    """By number; without those that were merged when it closed."""
    groups = select(Group).filter_by(box_id=box_id, merged=False).order_by(col(Group.number))
    return tuple(
        Part(group.number, tuple(group.regions), tuple(group.kinds))
        for group in await session.exec(groups)
    )


async def find(session: AsyncSession, box_id: str) -> Box | None:
    return await session.get(Box, box_id)


async def find_by_name(session: AsyncSession, name: BoxName) -> Box | None:
    return (await session.exec(select(Box).filter_by(**_columns(name)))).one_or_none()


async def of_quarter(session: AsyncSession, inspectorate: str, quarter: Quarter) -> list[Box]:
    """By channel, questionnaire and edition."""
    of_both = select(Box).filter_by(inspectorate=inspectorate, quarter=str(quarter))
    in_order = of_both.order_by(col(Box.channel), col(Box.questionnaire), col(Box.edition))
    return list(await session.exec(in_order))


async def open_to_all(
    session: AsyncSession, inspectorate: str, questionnaire: str, now: datetime
) -> list[Box]:
    """The boxes that everybody's answers fall into now, of its newest edition that has any. The
    newest quarter comes first.
    """
    of_all = select(Box).filter_by(
        inspectorate=inspectorate, questionnaire=questionnaire, channel="open"
    )
    found = [box for box in await session.exec(of_all) if is_open(box, now)]
    edition = max((box.edition for box in found), default=0)
    newest = [box for box in found if box.edition == edition]
    return sorted(newest, key=lambda box: box.quarter, reverse=True)


def is_open(box: Box, now: datetime) -> bool:
    """Until midnight of its last day, where the inspectorate is."""
    return not box.closed and local_day(now, box.zone) <= box.closes_on


async def is_used(session: AsyncSession, questionnaire: str, edition: int) -> bool:
    """A box has been opened with it, so people may have answered it."""
    used = select(Box.id).where(Box.questionnaire == questionnaire, Box.edition == edition)
    return (await session.exec(used.limit(1))).first() is not None


async def _check_edition(session: AsyncSession, name: BoxName, edition_hash: str) -> None:
    used = select(Box.edition_hash).where(
        col(Box.questionnaire) == name.questionnaire, col(Box.edition) == name.edition
    )
    if any(used_hash != edition_hash for used_hash in await session.exec(used)):
        raise EditionChanged(
            f"surveys/{name.questionnaire}/{name.edition}.yaml has been used and was altered since."
            f" Put it back, and make {name.edition + 1}.yaml of the altered one."
        )


def _columns(name: BoxName) -> dict[str, Any]:
    return {**asdict(name), "quarter": str(name.quarter)}


def _new_group(keys: KeyFolder, box_id: str, part: Part) -> Group:
    key = new_key(keys, box_id)
    return Group(
        box_id=box_id,
        number=part.number,
        regions=list(part.regions),
        kinds=list(part.kinds),
        key_name=key.name,
        public_key=key.public,
    )
