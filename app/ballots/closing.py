"""Closing a box: groups that stayed under ten are merged, upward, until they are ten."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.boxes import ASIDE, WHOLE, Part
from app.ballots.boxkeys import NO_KEY, close_with, new_key
from app.ballots.content import Content
from app.ballots.tables import Box, Envelope, Group, Spent
from app.ballots.unsealing import TOGETHER, Unsealed, put_back, take_out
from app.lib.keyfolder import KeyFolder

Waiting = dict[Part, list[Content]]
Pool = tuple[list[Part], list[Content]]  # contents under the label left to them: parts, together

# What the parts that are merged have in common, closest first.
_LEVELS: tuple[Callable[[Part], Hashable], ...] = (
    lambda part: part.number,  # a part alone
    lambda part: part.regions,  # the kinds of a region
    lambda part: part.kinds,  # a kind in several regions
    lambda _part: WHOLE,  # the whole box
)


async def close_box(session: AsyncSession, keys: KeyFolder, box: Box) -> Unsealed:
    """Nothing falls in any more. Fewer than ten wait for the year's end, without a group."""
    of_box = select(Group).where(col(Group.box_id) == box.id).order_by(col(Group.number))
    groups = {group.number: group for group in await session.exec(of_box.with_for_update())}
    if ASIDE in groups:
        close_with(groups.pop(ASIDE), NO_KEY)
        box.set_aside = await _destroy_aside(session, box)
    unsealed = Unsealed()
    waiting: Waiting = {}
    for number, group in list(groups.items()):
        part = Part(number, tuple(group.regions), tuple(group.kinds))
        waiting[part], broken = await take_out(session, keys, box.id, number)
        unsealed.broken += broken
        close_with(group, NO_KEY)
    ripe, rest = merge(waiting)
    for parts, contents in ripe:
        unsealed.ripe.append((_group_of(session, box, groups, parts), contents))
    if rest:
        await put_back(session, box.id, WHOLE, new_key(keys, box.id), rest)
    # A closed box refuses every ticket, used or not: which ones were used is needed no more.
    await (await session.connection()).execute(delete(Spent).where(col(Spent.box_id) == box.id))
    box.closed, box.unopened = True, len(rest)
    await session.flush()
    return unsealed


async def _destroy_aside(session: AsyncSession, box: Box) -> int:
    """How many there were. Nobody can tell the true ones of a flood from the others."""
    aside = (col(Envelope.box_id) == box.id, col(Envelope.group_number) == ASIDE)
    gone = await (await session.connection()).execute(delete(Envelope).where(*aside))
    return gone.rowcount


def merge(waiting: Waiting) -> tuple[list[Pool], list[Content]]:
    """Pools of at least ten, and what is left when even the whole box does not make ten."""
    ripe: list[Pool] = []
    small = dict(waiting)
    for common in _LEVELS:
        for parts in _alike(small, common):
            if sum(len(small[part]) for part in parts) >= TOGETHER:
                ripe.append((parts, [content for part in parts for content in small.pop(part)]))
    return ripe, [content for contents in small.values() for content in contents]


def _alike(small: Waiting, common: Callable[[Part], Hashable]) -> list[list[Part]]:
    found: dict[Hashable, list[Part]] = defaultdict(list)
    for part, contents in small.items():
        if contents:
            found[common(part)].append(part)
    return list(found.values())


def _group_of(
    session: AsyncSession, box: Box, groups: dict[int, Group], parts: Sequence[Part]
) -> Group:
    """The group of a part, or a new one that several parts make together."""
    if len(parts) == 1:
        return groups[parts[0].number]
    number = max(groups) + 1
    group = groups[number] = Group(
        box_id=box.id,
        number=number,
        regions=united(part.regions for part in parts),
        kinds=united(part.kinds for part in parts),
        key_name=NO_KEY.name,
        public_key=NO_KEY.public,
        merged=True,
    )
    session.add(group)
    return group


def united(labels: Iterable[tuple[str, ...]]) -> list[str]:
    """No label means all, and all with some more is all."""
    found = list(labels)
    return sorted({label for some in found for label in some}) if all(found) else []
