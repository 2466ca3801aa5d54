"""Mixing late in a quarter that is told apart by seven regions and four kinds."""

import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from random import Random
from statistics import median

from sqlmodel import col, func, select

from app.ballots import mixing
from app.ballots.boxes import Part
from app.ballots.content import Content
from app.ballots.tables import Move
from app.questionnaires.answers import Closed
from app.questionnaires.definition import Question, Questionnaire
from app.questionnaires.validating import options_of
from app.results.auditing.attacking import may_show
from tests.bench.preparing import prepare
from tests.bench.report import Report
from tests.disclosure.quarters import KINDS, REGIONS
from tests.making.ballots import cast

ANSWERS = 2_000
BETWEEN = 25  # answers from one mixing to the next
LAST = 15  # groups: the figures are their median

PARTS = [
    Part(number, (region,), kinds)
    for number, (region, kinds) in enumerate(
        product(REGIONS[:7], [(), *((kind,) for kind in KINDS[:3])]), start=1
    )
]


@dataclass
class Stopwatch:
    """Processor time of each group that is mixed, and how much of it is moving what is shown."""

    whole: list[float] = field(default_factory=list)
    moving: list[float] = field(default_factory=list)
    _at: dict[str, float] = field(default_factory=dict)  # step -> when it was done last

    def __call__(self, step: str) -> None:
        self._at[step] = time.process_time()
        if step == "moved":
            self.moving.append(self._at["moved"] - self._at["put"])
        if step == "kept":
            self.whole.append(self._at["kept"] - self._at["unsealed"])


async def measure(folder: Path, report: Report) -> None:
    prepared = await prepare(folder, parts=PARTS)
    wiring = prepared.wiring()
    watch = Stopwatch()
    for contents in _days(wiring.shelf.latest("post-inspection"), Random(1)):
        for number, some in sorted(contents.items()):
            await cast(wiring.ballots, prepared.box_id, some, number)
        await mixing.mix(
            wiring.ballots, wiring.keys, wiring.batch_folder, wiring.shelf, may_show, after=watch
        )
    async with wiring.ballots.reading() as session:
        moves = (await session.exec(select(func.count(col(Move.base))))).one()
    await wiring.close()
    moving, whole = median(watch.moving[-LAST:]), median(watch.whole[-LAST:])
    longest = max(watch.whole[-LAST:])
    words = f"{whole * 1000:.0f}; the longest {longest * 1000:.0f}"
    report.line(f"mixing a group after {ANSWERS:,} answers, processor ms", words)
    report.line(f"  of it moving, {moves} moves before", f"{moving * 1000:.0f}")
    report.line("  the whole beside what it is without moving", f"{whole / (whole - moving):.1f} x")


def _days(questionnaire: Questionnaire, random: Random) -> Iterator[dict[int, list[Content]]]:
    """By group; some groups answer far more than others, and none like another."""
    weights = [random.paretovariate(1.2) for _ in PARTS]
    moods = [random.uniform(0.6, 0.9) for _ in PARTS]
    for _ in range(ANSWERS // BETWEEN):
        day: dict[int, list[Content]] = defaultdict(list)
        for place in random.choices(range(len(PARTS)), weights, k=BETWEEN):
            answer: dict[str, Closed] = {
                question.id: _option(random, question, moods[place])
                for question in questionnaire.closed
                if random.random() < 0.95
            }
            day[PARTS[place].number].append(Content(answer, {}, ""))
        yield day


def _option(random: Random, question: Question, mood: float) -> str:
    options = options_of(question)
    good = [option for option in options if option in question.positive] or options
    return random.choice(good if random.random() < mood else options)
