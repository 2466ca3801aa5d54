"""Moving what is shown towards what is counted, by pools of ten or more people at a time.

Somebody who looks every hour would otherwise see single answers arrive, one by one. And what is
hidden at one time must not follow from what is shown at another, or in another table: of each way
to move, `may_show` says whether anything would.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.pooling import Counts, Pool, at_close, is_a_step, newcomers, ready, units, without
from app.ballots.tables import Box, Group, Move, Snapshot, Tally
from app.ballots.tallying import ANSWERED, ANSWERS
from app.ballots.versions import Label, Version, labels_of, pools_of, versions
from app.questionnaires.definition import Question, Questionnaire

# Whether all versions of a question may be shown, the last of which is not shown yet.
MayShow = Callable[[Question, Sequence[Version]], bool]

_BREADTHS = ("kinds", "regions", "whole")
_Shown = Mapping[tuple[str, str], Snapshot]  # by cell and question


@dataclass(frozen=True)
class _Asked:
    """A question in a box: what is counted of it, and what is shown."""

    box: Box
    question: Question | None  # None: the number of answers, which is of no question
    groups: Sequence[Group]
    tallies: Mapping[int, Counts]  # by group
    moves: Sequence[Move]

    @property
    def id(self) -> str:
        return self.question.id if self.question else ANSWERS

    @property
    def labels(self) -> dict[int, Label]:
        return labels_of(self.groups)


async def move(
    session: AsyncSession, box: Box, questionnaire: Questionnaire, may_show: MayShow
) -> list[Move]:
    """The moves that were made; a question that does not move has none."""
    made: list[Move] = []
    shown = await _snapshots(session, box.id)
    for asked in await _asked(session, box, questionnaire):
        if new := _moves(asked, may_show):
            session.add_all(new)
            _show(session, shown, new[-1], versions(asked.labels, [*asked.moves, *new])[-1])
            made += new
    await session.flush()
    return [one.model_copy() for one in made]


async def put_back(session: AsyncSession, moves: Sequence[Move]) -> None:
    """Moves that the database may lack, as after a restore; then what follows from them all."""
    for move in moves:
        if await session.get(Move, (move.box_id, move.question, move.base)) is None:
            session.add(move.model_copy())
    await session.flush()
    for box_id in {move.box_id for move in moves}:
        labels = labels_of(await _groups(session, box_id))
        shown = await _snapshots(session, box_id)
        for of in (await _moves_of(session, box_id)).values():
            _show(session, shown, of[-1], versions(labels, of)[-1])
    await session.flush()


async def history(session: AsyncSession, box_id: str) -> dict[str, list[Version]]:
    """Question -> what could be read of it, in that order."""
    labels = labels_of(await _groups(session, box_id))
    moves = await _moves_of(session, box_id)
    return {question: versions(labels, of) for question, of in sorted(moves.items())}


def _moves(asked: _Asked, may_show: MayShow) -> list[Move]:
    """One, or none; when a box has closed, the rest may follow in the whole alone."""
    made: list[Move] = []
    for pools, breadth in _ways(asked):
        left = without(pools, pools_of(made))
        if not left:
            continue
        new = _move(asked, [*asked.moves, *made], left, breadth)
        all_versions = versions(asked.labels, [*asked.moves, *made, new])
        if asked.question is None or may_show(asked.question, all_versions):
            made.append(new)
            if not asked.box.closed:
                break
    return made


def _ways(asked: _Asked) -> Iterator[tuple[list[Pool], str]]:
    """Pools that could be shown, and how far down: most at first."""
    earlier = pools_of(asked.moves)
    whole: Counts = Counter()
    for pool in earlier:
        whole.update(pool.counts)
    waiting = newcomers(units(asked.question, asked.groups), asked.tallies, earlier)
    pools = ready(asked.question, waiting, whole)
    if asked.box.closed:
        # That the whole has everybody matters more than that each region and kind does.
        everybody = at_close(asked.question, waiting, asked.groups, whole)
        yield from ((everybody, breadth) for breadth in _BREADTHS)
    elif not is_a_step(pools, whole):
        return
    for breadth in _BREADTHS:
        yield pools, breadth
        if len(pools) > 1:
            for pool in pools:
                yield [pool], breadth


def _move(asked: _Asked, before: Sequence[Move], pools: Sequence[Pool], breadth: str) -> Move:
    base = max((move.base for move in before), default=0)
    return Move(
        box_id=asked.box.id,
        question=asked.id,
        base=base + sum(pool.counts[ANSWERED] for pool in pools),
        breadth=breadth,
        pools=[{"counts": dict(pool.counts), "groups": list(pool.groups)} for pool in pools],
    )


def _show(session: AsyncSession, shown: _Shown, last: Move, version: Version) -> None:
    for cell, (base, counts) in version.cells.items():
        old = shown.get((cell, last.question))
        if old is None:
            new = Snapshot(
                box_id=last.box_id, cell=cell, question=last.question, base=base, counts=counts
            )
            session.add(new)
        elif old.base != base:
            old.base, old.counts = base, counts


async def _asked(session: AsyncSession, box: Box, questionnaire: Questionnaire) -> list[_Asked]:
    """Every question of which something is counted."""
    groups = await _groups(session, box.id)
    moves = await _moves_of(session, box.id)
    tallies: dict[str, dict[int, Counts]] = defaultdict(lambda: defaultdict(Counter))
    tallied = select(Tally.question, Tally.group_number, Tally.option, Tally.count)
    for of, group, option, count in await session.exec(tallied.where(Tally.box_id == box.id)):
        tallies[of][group][option] += count
    asked = {question.id: question for question in questionnaire.closed}
    return [
        _Asked(box, asked.get(id_), groups, of_groups, moves.get(id_, []))
        for id_, of_groups in sorted(tallies.items())
    ]


async def _snapshots(session: AsyncSession, box_id: str) -> _Shown:
    of_box = select(Snapshot).where(col(Snapshot.box_id) == box_id)
    return {(one.cell, one.question): one for one in await session.exec(of_box)}


async def _groups(session: AsyncSession, box_id: str) -> Sequence[Group]:
    of_box = select(Group).where(col(Group.box_id) == box_id)
    return (await session.exec(of_box.order_by(col(Group.number)))).all()


async def _moves_of(session: AsyncSession, box_id: str) -> dict[str, list[Move]]:
    """By question, in their order."""
    of_box = select(Move).where(col(Move.box_id) == box_id).order_by(col(Move.base))
    found: dict[str, list[Move]] = defaultdict(list)
    for move in await session.exec(of_box):
        found[move.question].append(move)
    return dict(found)
