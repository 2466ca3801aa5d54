"""Moving what is shown towards what is counted, by ten or more people at a time.

Somebody who looks every hour would otherwise see single answers arrive, one by one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.tables import Group, Snapshot, Tally
from app.ballots.tallying import ANSWERED

STEP = 10
ALL = "all"

Counted = dict[str, dict[str, int]]  # question -> option -> count


async def move(session: AsyncSession, box_id: str) -> list[Snapshot]:
    """The snapshots that have moved, at their new place."""
    of_box = select(Snapshot).where(col(Snapshot.box_id) == box_id)
    shown = {(old.cell, old.question): old for old in await session.exec(of_box)}
    moved = []
    for cell, counted in (await _counted(session, box_id)).items():
        for question, counts in counted.items():
            old = shown.get((cell, question))
            base = counts.pop(ANSWERED, 0)
            if base - (old.base if old else 0) >= STEP:
                moved.append(
                    Snapshot(box_id=box_id, cell=cell, question=question, base=base, counts=counts)
                )
    await keep(session, moved)
    return moved


async def keep(session: AsyncSession, snapshots: Iterable[Snapshot]) -> None:
    """Show these in place of older ones; a snapshot never goes back to a smaller base."""
    for new in snapshots:
        old = await session.get(Snapshot, (new.box_id, new.cell, new.question))
        if old is None:
            session.add(new.model_copy())
        elif old.base < new.base:
            old.base, old.counts = new.base, new.counts
    await session.flush()


def cells(groups: Sequence[Group]) -> dict[str, list[int]]:
    """Which groups make up a cell. What has no region of its own is only in "all".

    There are no cells of kinds: beside its large kinds every region has a group of all the others,
    so no kind is told apart in every region.
    """
    found = defaultdict(list, {ALL: [group.number for group in groups]})
    for group in groups:
        if len(group.regions) == 1:
            found[f"region:{group.regions[0]}"].append(group.number)
    return dict(found)


async def _counted(session: AsyncSession, box_id: str) -> dict[str, Counted]:
    groups = (await session.exec(select(Group).where(col(Group.box_id) == box_id))).all()
    tallies = (await session.exec(select(Tally).where(col(Tally.box_id) == box_id))).all()
    counted: dict[str, Counted] = {}
    for cell, numbers in cells(groups).items():
        sums: Counted = defaultdict(lambda: defaultdict(int))
        for tally in tallies:
            if tally.group_number in numbers:
                sums[tally.question][tally.option] += tally.count
        counted[cell] = {question: dict(options) for question, options in sums.items()}
    return counted
