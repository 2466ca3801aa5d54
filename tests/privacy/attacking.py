"""Everything is tried on one installation that lived through a quarter: rows for the tables."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from sqlmodel import col, select

from app.lib import clock
from app.lib.db import Database
from app.publications.tables import Release
from app.work import endings, webhooks
from tests.browsing import browsing
from tests.installation import installation
from tests.making.webhooks import receiving
from tests.privacy import whether
from tests.privacy.adversary import Evidence, Verdict, attack, judge_alone
from tests.privacy.beside import Beside
from tests.privacy.holdings import Traces, places
from tests.privacy.invited import Invited
from tests.privacy.marked import marked_surveys
from tests.privacy.mentions import Mentions
from tests.privacy.office import Office
from tests.privacy.quarter import TURNOUT, Quarter, live_through
from tests.privacy.watching import Seen, Watch

CLOSED = datetime(2026, 11, 16, 4, tzinfo=UTC)
RELEASED = datetime(2026, 11, 25, 4, tzinfo=UTC)
ARCHIVED = datetime(2026, 12, 28, 4, tzinfo=UTC)
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
    async with living(people, ballots, folder) as quarter:
        await live_through(quarter, invited)
        outcome = Outcome()
        await quarter.watch.note_mentions("while open")
        await _while_open(quarter, outcome)
        await _end(quarter)
        await quarter.watch.note_mentions("in the end")
        await _after_close(quarter, outcome)
        await _judge(quarter, outcome)
    return outcome


@asynccontextmanager
async def living(
    people: Database, ballots: Database, folder: Path, turnout: float = TURNOUT
) -> AsyncIterator[Quarter]:
    """An installation, its entrepreneurs, its staff, other systems; and the adversary's notes."""
    with _logged(folder / "log") as log, marked_surveys(folder / "surveys"):
        async with (
            installation(people, ballots, folder) as geti,
            browsing(geti.wiring.settings) as browser,
            browsing(geti.wiring.settings) as desk,
            receiving() as receiver,
        ):
            beside, office = Beside(geti.wiring.sent_folder), Office(geti, desk, receiver)

            def sources() -> Iterator[tuple[str, bytes]]:
                yield from beside.sources()
                yield "what staff and systems were told", b"\n".join(office.heard)
                yield "webhooks", b"\n".join(one.body for one in receiver.received)
                yield "the program's log", log.read_bytes()

            watch = Watch(geti.wiring, log, Mentions(sources))
            yield Quarter(geti, browser, watch, beside, office, turnout)


async def _end(quarter: Quarter) -> None:
    """The box closes; it is released; what must end, ends; the quarter's records are closed."""
    wiring = quarter.geti.wiring
    clock.step_to(CLOSED)
    await quarter.mix()
    await endings.erase_letters(wiring, clock.now())
    clock.step_to(RELEASED)
    assert await quarter.geti.release()
    await webhooks.tell(wiring, clock.now())
    clock.step_to(ARCHIVED)
    await endings.erase_addresses(wiring, clock.now())
    assert await endings.close_quarters(wiring, clock.now())


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


async def _judge(quarter: Quarter, outcome: Outcome) -> None:
    watch, beside = quarter.watch, quarter.beside
    beside.note_people(quarter.invited, quarter.geti.wiring.settings.pepper)
    released = await _released(quarter)
    await quarter.office.read()
    watch.note_decisions()
    for seen in watch.batches:
        beside.note_answers(seen)
        _note_shown(seen, released, quarter.office.remarks[-1])
    batches = [seen.evidence() for seen in watch.batches]
    outcome.answers = sum(batch.people for batch in batches)
    outcome.attempts = len(attack(batches[:1]))
    outcome.verdicts = {"what": judge_alone(batches), "order": judge_alone(watch.turnouts)}
    outcome.guess = whether.guess(quarter.invited, of_all(quarter.invited))
    facts = [_by_facts(seen) for seen in watch.batches]
    attempt = "length of the register ~ length of the row"
    found = Verdict(attempt, outcome.answers, len(facts), attack(facts)[attempt])
    outcome.verdicts["what, by what the register knows"] = found


async def _released(quarter: Quarter) -> bytes:
    """The release with its list of counting codes, and every other one that there was."""
    async with quarter.geti.wiring.people.reading() as session:
        documents = await session.exec(select(Release.document).order_by(col(Release.revision)))
        return "".join(documents).encode()


def _note_shown(seen: Seen, released: bytes, remarks: bytes) -> None:
    """In which order everybody, or the director, reads what was mixed."""
    texts = [one.remark.encode() for one in seen.people]
    seen.things["code"] |= {"place in the release": places(released, seen.codes)}
    seen.things["remark"] |= {"place on the director's page": places(remarks, texts)}


def of_all(people: list[Invited]) -> Traces:
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
