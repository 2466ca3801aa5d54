"""A simulated quarter through the real tables and the real moving, and who looks at its pages."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots import closing, moving, showing, tallying
from app.ballots.boxes import BoxName, Part
from app.ballots.content import Content
from app.ballots.showing import Shown
from app.ballots.tables import Box, Group
from app.ballots.versions import ALL, KIND, REGION, Label
from app.lib.db import BallotsTable, Database
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from app.questionnaires.definition import Questionnaire
from app.results.assembling import facts_of
from app.results.auditing.attacking import attack, may_show
from app.results.auditing.hiding import Hidden
from app.results.composing import compose
from app.results.facts import Facts
from app.results.figures import PartRow, QuarterResult, QuestionResult
from tests.disclosure.observing import Figure, Notes, Page, Place
from tests.disclosure.quarters import KINDS, REGIONS, Answer, Simulated, counts, figures_of
from tests.making.ballots import make_box

_QUARTER = Quarter(2026, 3)


@dataclass
class Played:
    notes: Notes = field(default_factory=Notes)
    hidden: list[Hidden] = field(default_factory=list)
    answered: Counter[str] = field(default_factory=Counter)  # in the base, by question
    last: QuarterResult | None = None


@asynccontextmanager
async def database(folder: Path) -> AsyncIterator[Database]:
    made = Database(f"sqlite+aiosqlite:///{folder}/ballots.sqlite3")
    async with made.engine.begin() as connection:
        await connection.run_sync(BallotsTable.metadata.create_all)
    yield made
    await made.close()


async def play(
    ballots: Database, keys: KeyFolder, name: str, simulated: Simulated, asked: Questionnaire
) -> Played:
    """`name`: of an inspectorate that has no box yet."""
    box_name = BoxName(name, _QUARTER, asked.name, asked.edition)
    box_id = await make_box(ballots, keys, *simulated.parts, name=box_name)
    player = _Player(ballots, box_id, name, asked)
    for batch in simulated.batches:
        if not batch.at_close:
            await player.mix([(batch.group, batch.answers)])
    await player.close(simulated)
    return player.played


class _Player:
    def __init__(self, ballots: Database, box_id: str, name: str, asked: Questionnaire) -> None:
        self.played = Played()
        self._ballots, self._box_id, self._name, self._asked = ballots, box_id, name, asked

    async def mix(self, batches: Iterable[tuple[int, Sequence[Answer]]]) -> None:
        async with self._ballots.transaction() as session:
            await self._put(session, batches)
        await self._look()

    async def close(self, simulated: Simulated) -> None:
        """As boxes close: what is under ten is merged, upward."""
        left = {batch.group: batch.answers for batch in simulated.batches if batch.at_close}
        waiting = {
            part: [Content(dict(answer), {}, "") for answer in left.get(part.number, ())]
            for part in simulated.parts
        }
        ripe, _rest = closing.merge(waiting)
        async with self._ballots.transaction() as session:
            box = await session.get_one(Box, self._box_id)
            box.closed = True
            batches = []
            for number, (parts, contents) in enumerate(ripe, start=1000):
                session.add(_merged(self._box_id, number, parts))
                batches.append((number, [content.closed for content in contents]))
            await session.flush()
            await self._put(session, batches)
        await self._look()
        await self._settle()

    async def _put(
        self, session: AsyncSession, batches: Iterable[tuple[int, Sequence[Answer]]]
    ) -> None:
        for number, answers in batches:
            given = counts(self._asked, answers)
            await tallying.add(session, self._box_id, number, given)
            for question in self._asked.closed:
                outside = sum(given[question.id, option] for option in question.outside)
                self.played.answered[question.id] += given[question.id, "*"] - outside
        box = await session.get_one(Box, self._box_id)
        await moving.move(session, box, self._asked, may_show)

    async def _look(self) -> None:
        """Worst case: at every move, not only every hour."""
        async with self._ballots.reading() as session:
            (shown,) = await showing.shown(session, self._name, [_QUARTER])
        self.played.last = _result(shown, self._asked)
        self.played.notes.look(page(self.played.last))

    async def _settle(self) -> None:
        async with self._ballots.reading() as session:
            history = await moving.history(session, self._box_id)
        for question in self._asked.closed:
            self.played.hidden += attack(question, history.get(question.id, []))


def alone(simulated: Simulated, asked: Questionnaire) -> QuarterResult:
    """What the rules of a single table would show of all that was answered."""
    labels = {
        part.number: Label(*map(_only, (part.regions, part.kinds))) for part in simulated.parts
    }
    cells: dict[str, Counter[tuple[str, str]]] = {}
    for batch in simulated.batches:
        label = labels[batch.group]
        for cell in (ALL, REGION + label.region, KIND + label.kind):
            cells.setdefault(cell, Counter()).update(counts(asked, batch.answers))

    return _composed(
        facts_of(_QUARTER, {cell: figures_of(of) for cell, of in cells.items()}, None, None), asked
    )


def _only(names: Sequence[str]) -> str:
    return names[0] if names else ""


def _result(shown: Shown, asked: Questionnaire) -> QuarterResult:
    return _composed(facts_of(_QUARTER, shown.cells, None, None), asked)


def _composed(facts: Facts, asked: Questionnaire) -> QuarterResult:
    return compose(
        "", asked, "invited", [facts], rates=None, answered=0, waiting=0,
        regions=REGIONS, kinds=KINDS,
    )  # fmt: skip


def page(result: QuarterResult) -> Page:
    """Every positive share that a page shows, as people."""
    found: dict[Place, Figure] = {}
    for of in result.questions:
        _note(found, (of.question, "all"), of)
    for family, breakdown in (("region:", result.regions), ("kind:", result.kinds)):
        for question, rows in breakdown.items():
            for row in rows:
                _note(found, (question, family + row.name), row)
    return found


def _note(found: dict[Place, Figure], place: Place, of: QuestionResult | PartRow) -> None:
    if of.base is not None and of.positive is not None:
        found[place] = of.base, round(of.base * of.positive)


def _merged(box_id: str, number: int, parts: Iterable[Part]) -> Group:
    parts = list(parts)
    return Group(
        box_id=box_id,
        number=number,
        regions=closing.united(part.regions for part in parts),
        kinds=closing.united(part.kinds for part in parts),
        key_name="",
        public_key=b"",
        merged=True,
    )
