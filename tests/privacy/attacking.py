"""Everything is tried on one installation that lived through a quarter: rows for the tables."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from app.lib import clock
from app.lib.db import Database
from app.work import endings
from tests.browsing import browsing
from tests.installation import installation
from tests.privacy import whether
from tests.privacy.adversary import Evidence, Verdict, attack, judge_alone
from tests.privacy.beside import Beside
from tests.privacy.holdings import Traces
from tests.privacy.marked import marked_surveys
from tests.privacy.quarter import Quarter, live_through
from tests.privacy.watching import Invited, Seen, Watch

CLOSED = datetime(2026, 11, 16, 4, tzinfo=UTC)
# What stands outside the program: the adversary's own browser and the mail server.
_NOT_OURS = ("httpx", "httpcore", "mail.")


@dataclass
class Outcome:
    """`told`: what is given, of how many it is known then, and of how many it could be."""

    answers: int = 0
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    attempts: int = 0
    told: list[tuple[str, int, int]] = field(default_factory=list)
    guess: whether.Guess | None = None
    opened: int = 0
    sealed: int = 0
    samples: int = 0  # of /health and /ready
    looks: int = 0  # how many different ones

    @property
    def is_as_promised(self) -> bool:
        """By luck it is not, once in some hundred times: decision 0005."""
        assert self.guess
        leaks = [verdict.is_leak for verdict in self.verdicts.values()]
        return not (any(leaks) or self.guess.is_leak or self.opened or self.looks != 1)


async def attack_all(people: Database, ballots: Database, folder: Path, invited: int) -> Outcome:
    with _logged(folder / "log") as log, marked_surveys(folder / "surveys"):
        async with (
            installation(people, ballots, folder) as geti,
            browsing(geti.wiring.settings) as browser,
        ):
            beside = Beside(geti.wiring.sent_folder)
            quarter = Quarter(geti, browser, Watch(geti.wiring, log), beside)
            await live_through(quarter, invited)
            outcome = Outcome()
            await _while_open(quarter, outcome)
            clock.step_to(CLOSED)
            await quarter.mix()
            await endings.erase_letters(geti.wiring, clock.now())
            await _after_close(quarter, outcome)
            _judge(quarter, outcome)
    return outcome


async def _while_open(quarter: Quarter, outcome: Outcome) -> None:
    wiring, everybody = quarter.geti.wiring, quarter.invited
    pepper, used = wiring.settings.pepper, await whether.used(wiring)
    read = await whether.readable(wiring, everybody, quarter.beside.backups)
    of, came = len(everybody), {one.digest(pepper) for one in everybody if one.time}
    new = [later - earlier for earlier, later in pairwise(quarter.watch.spent)]
    between, nobody = sum(map(len, new)), whether.matched(everybody, b"", set().union(*new))
    outcome.told = [
        ("box open; all tickets, no pepper", whether.matched(everybody, b"", used), of),
        ("box open; pepper and the keys of letters", whether.known(read, pepper, used), of),
        ("box open; pepper and all tickets", whether.known(everybody, pepper, used), of),
        ("new between two files of used tickets; no pepper", nobody, between),
        ("the same; pepper and all tickets", sum(len(came & some) for some in new), between),
    ]


async def _after_close(quarter: Quarter, outcome: Outcome) -> None:
    wiring, everybody = quarter.geti.wiring, quarter.invited
    pepper, backups = wiring.settings.pepper, quarter.beside.backups
    used, of = await whether.used(wiring), len(everybody)
    kept = whether.used_in(backups[-1])
    read = await whether.readable(wiring, everybody, backups)
    outcome.told += [
        ("box closed; pepper and all tickets", whether.matched(everybody, pepper, used), of),
        ("the same and a backup; keys of letters", whether.known(read, pepper, kept), of),
        ("the same and a backup; all tickets", whether.known(everybody, pepper, kept), of),
    ]
    outcome.opened = whether.opened(wiring, quarter.watch.sealed.values())
    outcome.sealed = len(quarter.watch.sealed)
    outcome.samples, outcome.looks = quarter.beside.sampled, len(quarter.beside.samples)


def _judge(quarter: Quarter, outcome: Outcome) -> None:
    watch, beside = quarter.watch, quarter.beside
    pepper = quarter.geti.wiring.settings.pepper
    beside.note_people(quarter.invited, pepper)
    for seen in watch.batches:
        beside.note_answers(seen)
    batches = [seen.evidence() for seen in watch.batches]
    outcome.answers = sum(batch.people for batch in batches)
    outcome.attempts = len(attack(batches[:1]))
    outcome.verdicts = {"what": judge_alone(batches), "order": judge_alone(watch.turnouts)}
    outcome.guess = whether.guess(quarter.invited, _of_all(quarter.invited))
    facts = [_by_facts(seen) for seen in watch.batches]
    attempt = "length of the register ~ length of the row"
    found = Verdict(attempt, outcome.answers, len(facts), attack(facts)[attempt])
    outcome.verdicts["what, by what the register knows"] = found


def _of_all(people: list[Invited]) -> Traces:
    """The traces that those who did not answer have as well, of what needs no ticket."""
    names = set.intersection(*(set(one.traces) for one in people))
    names = {name for name in names if not name.endswith("of its digest")}
    return {name: [one.traces[name] for one in people] for name in sorted(names)}


def _by_facts(seen: Seen) -> Evidence:
    """What was answered about the inspection itself, beside what the register says of it."""
    days: Traces = {"length": [one.days for one in seen.people]}
    return Evidence(len(seen.people), {"register": days, "row": {"length": seen.told}})


@contextmanager
def _logged(path: Path) -> Iterator[Path]:
    """All that the program says, at its most talkative."""
    handler = logging.FileHandler(path)
    handler.addFilter(lambda record: not record.name.startswith(_NOT_OURS))
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield path
    finally:
        root.setLevel(level)
        root.removeHandler(handler)
        handler.close()
