"""Some hundred people answer, and everything that can be seen of it is written down."""

import hmac
import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random

from sqlmodel import col, select

from app.ballots import batchfiles
from app.ballots.boxes import BoxName, Part
from app.ballots.casting import Casting
from app.ballots.content import Content
from app.ballots.tables import Envelope
from app.ballots.tickets import Ticket
from app.lib.clock import step_to
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from app.questionnaires.answers import Closed
from tests.making.ballots import (
    AFTER_CLOSE,
    NOON,
    PEPPER,
    SHELF,
    SHORT,
    casting,
    make_box,
    make_ticket,
    mix,
)
from tests.privacy import naive
from tests.privacy.adversary import Evidence
from tests.privacy.holdings import Holding, Traces, hold, log_end, places

PEOPLE = 240
BETWEEN_MIXINGS = 24
PARTS = (Part(1, ("north",)), Part(2, ("south",)), Part(3))
_CHANCE = Random()


@dataclass
class Person:
    """`mark` and the remark are unique, so that their owner is known once they are found. How many
    days an inspection took, the register knows as well.
    """

    ticket: Ticket
    time: int
    fair: str = field(default_factory=lambda: _CHANCE.choice(["yes", "yes", "yes", "no"]))
    days: int = field(default_factory=lambda: _CHANCE.choice([0, 1, 1, 2, 2, 3, 5, 8, 13, 30]))
    mark: str = field(default_factory=lambda: secrets.token_hex(12))
    remark: str = field(default_factory=lambda: secrets.token_hex(_CHANCE.randint(12, 60)))
    code: str = field(default_factory=lambda: secrets.token_hex(8))
    envelope: bytes = b""

    @property
    def content(self) -> Content:
        closed: dict[str, Closed] = {"fair": self.fair, "days": self.days, "mark": self.mark}
        return Content(closed, {"remark": self.remark}, self.code)

    @property
    def digest(self) -> bytes:
        return hmac.digest(PEPPER, self.ticket.random, "sha256")


@dataclass
class Watching:
    """The adversary's notes on one box, from its opening to its close."""

    database: Database
    batch_folder: Path
    people: list[Person] = field(default_factory=list)
    of_tickets: dict[str, dict[str, object]] = field(default_factory=dict)  # by the person's mark
    batches: list[Evidence] = field(default_factory=list)
    turnouts: list[Evidence] = field(default_factory=list)
    known: set[Path] = field(default_factory=set)
    since: int = 0

    def before_mixing(self, waiting: Sequence[Person]) -> None:
        """Which envelope is whose is no secret: one transaction brought it with the digest."""
        holding = self._hold()
        spent = holding.traces("ballots_spent", [person.digest for person in waiting])
        envelopes = holding.traces("ballots_envelope", [person.envelope for person in waiting])
        own: Traces = {"time": [person.time for person in waiting]}
        own |= {"group": [person.ticket.group_number for person in waiting]}
        own |= {"days in the register": [person.days for person in waiting]}
        own |= {f"{trace} of its digest": values for trace, values in spent.items()}
        own |= {f"{trace} of its envelope": values for trace, values in envelopes.items()}
        for place, person in enumerate(waiting):
            self.of_tickets[person.mark] = {trace: own[trace][place] for trace in own}

    def after(self, step: str) -> None:
        """What a batch brought is looked at as soon as it is there, before the vacuum."""
        if step != "kept":
            return
        holding = self._hold()
        for path in set(batchfiles.kept(self.batch_folder)) - self.known:
            self.known.add(path)
            self.batches.append(self._evidence(holding, path))

    def after_mixing(self, answered: Sequence[Person]) -> None:
        """What is left of the order in which they came, once everything is tidied up."""
        digests = self._hold().traces("ballots_spent", [person.digest for person in answered])
        if not self.database.is_sqlite:  # its log is said to keep what is erased: docs/privacy.md
            digests = {trace: digests[trace] for trace in digests if not trace.endswith("log")}
        own: Traces = {"time": [person.time for person in answered]}
        self.turnouts.append(Evidence(len(answered), {"person": own, "digest": digests}))

    def _hold(self) -> Holding:
        holding = hold(self.database, self.since)
        self.since = log_end(self.database)
        return holding

    def _evidence(self, holding: Holding, path: Path) -> Evidence:
        file, answers = path.read_bytes(), batchfiles.read(path).answers.values()
        people = [person for person in self.people if person.mark.encode() in file]
        seen = {
            "answer": ("ballots_answer", [person.mark.encode() for person in people]),
            "remark": ("ballots_remark", [person.remark.encode() for person in people]),
            "code": ("ballots_counting_code", [_hashed(person.code) for person in people]),
        }
        things = {
            thing: {**holding.traces(*where), "batch file": places(file, where[1])}
            for thing, where in seen.items()
        }
        told = {str(closed["mark"]): (closed["fair"], closed["days"]) for closed in answers}
        common = Counter(told.values())
        things["answer"]["rarity"] = [common[told[person.mark]] for person in people]
        return Evidence(len(people), {**things, "ticket": self._tickets(people)})

    def _tickets(self, people: Sequence[Person]) -> Traces:
        notes = [self.of_tickets[person.mark] for person in people]
        return {trace: [note[trace] for note in notes] for trace in notes[0]}


async def ballots_election(
    database: Database, keys: KeyFolder, folder: Path, name: str = "first"
) -> Watching:
    """In a box of its own: answers to three groups, mixed now and then, and at its close."""
    step_to(NOON)
    box = BoxName(name, Quarter(2026, 3), SHORT.name, SHORT.edition)
    box_id = await make_box(database, keys, *PARTS, name=box)
    watching = Watching(database, folder / "batches", since=log_end(database))
    watching.known = set(batchfiles.kept(watching.batch_folder))
    async with casting(database) as slots:
        for start in range(0, PEOPLE, BETWEEN_MIXINGS):
            came = [_person(box_id, start + number) for number in range(BETWEEN_MIXINGS)]
            watching.people += came
            for person in came:
                await cast_and_see(database, slots, person)
            is_last = start + BETWEEN_MIXINGS >= PEOPLE
            if is_last:
                step_to(AFTER_CLOSE)
            watching.before_mixing(await _waiting(database, watching.people))
            await mix(database, keys, watching.batch_folder, SHELF, after=watching.after)
            if not is_last:  # a box that has closed forgets who has answered
                watching.after_mixing(came)
    return watching


async def naive_election(database: Database, people: int = PEOPLE) -> list[Evidence]:
    """The same with the naive model, whose answers are looked at as often."""
    batches = []
    invitations = await naive.invite(database, people)
    for start in range(0, people, BETWEEN_MIXINGS):
        since = log_end(database)
        some = invitations[start : start + BETWEEN_MIXINGS]
        came = [Person(Ticket(id_.bytes, "", 0), start + at) for at, id_ in enumerate(some)]
        for id_, person in zip(some, came, strict=True):
            await naive.answer(database, id_, person.content.closed)
        holding = hold(database, since)
        tickets: Traces = {"time": [person.time for person in came]}
        ids = [(id_.hex if database.is_sqlite else str(id_)).encode() for id_ in some]
        raw = ids if database.is_sqlite else [id_.bytes for id_ in some]
        tickets |= holding.traces("naive_invitation", ids, raw)
        answers = holding.traces("naive_response", [person.mark.encode() for person in came])
        batches.append(Evidence(len(came), {"ticket": tickets, "answer": answers}))
    return batches


def _person(box_id: str, time: int) -> Person:
    return Person(make_ticket(box_id, _CHANCE.choices((1, 2, 3), (5, 3, 1))[0]), time)


async def cast_and_see(database: Database, slots: Casting, person: Person) -> None:
    before = await _envelopes(database)
    await slots.cast(person.ticket, person.content, NOON)
    (person.envelope,) = await _envelopes(database) - before


async def _waiting(database: Database, people: Sequence[Person]) -> list[Person]:
    envelopes = await _envelopes(database)
    return [person for person in people if person.envelope in envelopes]


async def _envelopes(database: Database) -> set[bytes]:
    async with database.reading() as session:
        return set(await session.exec(select(col(Envelope.id))))


def _hashed(code: str) -> bytes:
    return sha256(code.encode()).hexdigest().encode()
