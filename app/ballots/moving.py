"""Moving what is shown towards what is counted, by ten or more people at a time.

Somebody who looks every hour would otherwise see single answers arrive, one by one. Of a sensitive
question as many have to come as it may be shown of. Only answers in the base of shares are counted:
nine "does not apply" would not hide the tenth person.

Newcomers who all chose the same would all be known from two successive pages. They wait for the
next mixing, and are never shown if none comes. Where everybody chose the same, earlier ones too,
the share is said in words anyway, without a count.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.tables import Group, Snapshot, Tally
from app.ballots.tallying import ANSWERED, UNANSWERED
from app.questionnaires.definition import Question, Questionnaire

STEP = 10
ALL = "all"

Counted = dict[str, dict[str, int]]  # question -> option -> count


async def move(session: AsyncSession, box_id: str, questionnaire: Questionnaire) -> list[Snapshot]:
    """The snapshots that have moved, at their new place."""
    asked = {question.id: question for question in questionnaire.closed}
    of_box = select(Snapshot).where(col(Snapshot.box_id) == box_id)
    shown = {(old.cell, old.question): old for old in await session.exec(of_box)}
    moved = []
    for cell, counted in (await _counted(session, box_id)).items():
        for question, counts in counted.items():
            base = counts.pop(ANSWERED, 0)
            new = Snapshot(box_id=box_id, cell=cell, question=question, base=base, counts=counts)
            if _may_move(asked.get(question), shown.get((cell, question)), new):
                moved.append(new)
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


def _may_move(question: Question | None, old: Snapshot | None, new: Snapshot) -> bool:
    """The number of answers is of no question: it tells only how many came."""
    if question is None:
        return new.base - (old.base if old else 0) >= STEP
    base = _in_base(question, new)
    came = base - (_in_base(question, old) if old else 0)
    is_enough = came >= max(STEP, question.publish_min_base)
    return is_enough and not (old and _chose_alike(question, old, new, came))


def _in_base(question: Question, snapshot: Snapshot) -> int:
    return snapshot.base - sum(snapshot.counts.get(option, 0) for option in question.outside)


def _chose_alike(question: Question, old: Snapshot, new: Snapshot, came: int) -> bool:
    """Whether all who came chose some option that not everybody before them chose."""
    return any(
        count - old.counts.get(option, 0) == came and count < _in_base(question, new)
        for option, count in new.counts.items()
        if option not in (*question.outside, UNANSWERED)
    )


async def _counted(session: AsyncSession, box_id: str) -> dict[str, Counted]:
    groups = (await session.exec(select(Group).where(col(Group.box_id) == box_id))).all()
    tallies = (await session.exec(select(Tally).where(col(Tally.box_id) == box_id))).all()
    counted: dict[str, Counted] = {}
    for cell, numbers in cells(groups).items():
        sums: Counted = defaultdict(lambda: defaultdict(int))
        for tally in tallies:
            if tally.group_number in numbers:
                sums[tally.question][tally.option] += tally.count
        # In one order: that in which a table gives its rows says when they were last written.
        counted[cell] = {question: dict(sorted(sums[question].items())) for question in sums}
    return counted
