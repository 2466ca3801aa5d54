"""The adversary's notes on an installation: every trace of everybody, batch by batch."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random

from sqlmodel import col, select

from app.ballots import batchfiles
from app.ballots.batches import Batch
from app.ballots.tables import Envelope, Spent
from app.lib.db import Database
from app.wiring import Wiring
from tests.privacy.adversary import Evidence
from tests.privacy.holdings import Holding, Traces, hold, log_end, places
from tests.privacy.invited import DURATIONS, Invited
from tests.privacy.mentions import Mentions

_CHANCE = Random()


@dataclass
class Seen:
    """A batch: whose each of its answers, remarks and codes is, in one order of people."""

    people: list[Invited]
    answers: list[bytes]  # ids
    remarks: list[bytes]
    codes: list[bytes]  # their hashes
    told: list[int]  # the length of the inspection, as the answer with the person's mark has it
    things: dict[str, Traces]

    def evidence(self) -> Evidence:
        notes = [one.traces for one in self.people]
        tickets: Traces = {trace: [note[trace] for note in notes] for trace in notes[0]}
        return Evidence(len(self.people), {**self.things, "ticket": tickets})


@dataclass
class Watch:
    """Looks at both databases, before and after everything that happens to them."""

    wiring: Wiring
    log: Path  # what web and worker write
    mentions: Mentions
    batches: list[Seen] = field(default_factory=list)
    turnouts: list[Evidence] = field(default_factory=list)
    sealed: dict[bytes, bytes] = field(default_factory=dict)  # every envelope ever seen
    spent: list[set[bytes]] = field(default_factory=list)  # the file beside, mixing by mixing
    _known: set[Path] = field(default_factory=set)
    _answering: dict[str, Invited] = field(default_factory=dict)
    _waiting: list[Invited] = field(default_factory=list)
    _log_read: int = 0
    _since: int = 0  # PostgreSQL's log is one for both databases

    async def see_people(self, new: Sequence[Invited]) -> None:
        """Their rows, once they got their letters."""
        holding = self._hold(self.wiring.people)
        for table, ids in (
            ("registry_inspection", [one.inspection for one in new]),
            ("mail_letter", [one.letter for one in new]),
            ("invitations_invitation", [one.letter for one in new]),
        ):
            is_sqlite = self.wiring.people.is_sqlite
            needles = [(id_.hex if is_sqlite else str(id_)).encode() for id_ in ids]
            raw = needles if is_sqlite else [id_.bytes for id_ in ids]
            _note(new, table, holding.traces(table, needles, raw))
        self.mentions.meet(new)
        self.mentions.look(holding)

    def note_decisions(self) -> None:
        """What the director wrote about every remark, and where it stands among the people."""
        holding = self._hold(self.wiring.people)
        for seen in self.batches:
            for table in ("remarks_theme", "remarks_decision"):
                found = holding.traces(table, seen.remarks)
                seen.things["remark"] |= {f"{name} of {table}": at for name, at in found.items()}

    async def note_mentions(self, when: str) -> None:
        self.mentions.note(self._hold(self.wiring.people), when)

    async def before_mixing(self, invited: Sequence[Invited]) -> None:
        async with self.wiring.ballots.reading() as session:
            rows = await session.exec(select(Envelope.id, Envelope.sealed))
            there = dict(rows.all())
        self.sealed |= there
        self._waiting = [one for one in invited if one.envelope in there]
        self._answering = {one.remark: one for one in self._waiting}
        if not self._waiting:
            return
        holding = self._hold(self.wiring.ballots)
        digests = [one.digest(self.wiring.settings.pepper) for one in self._waiting]
        ids = [one.envelope for one in self._waiting]
        of_ours: Traces = {
            "time": [one.time for one in self._waiting],
            "length in the register": [DURATIONS[one.days] for one in self._waiting],
        }
        _note(self._waiting, "", of_ours)
        _note(self._waiting, "its digest", holding.traces("ballots_spent", digests))
        _note(self._waiting, "its envelope", holding.traces("ballots_envelope", ids))
        log = self._new_log()
        tokens = [one.link.removeprefix("/s/").encode() for one in self._waiting]
        _note(self._waiting, "log", {"its token": places(log, tokens)})

    def after(self, step: str) -> None:
        if step == "kept":
            folder = self.wiring.batch_folder
            for path in set(batchfiles.kept(folder)) - self._known:
                self._known.add(path)
                self.batches.append(self._see(path))

    async def after_mixing(self, invited: Sequence[Invited]) -> None:
        """What is left of the order in which they came; the file of used tickets; and what stands
        among the people since.
        """
        self.mentions.look(self._hold(self.wiring.people))
        came = [one for one in self._waiting if one.envelope not in await self._envelopes()]
        async with self.wiring.ballots.reading() as session:
            spent = set(await session.exec(select(col(Spent.digest))))
        self.spent.append(spent)
        digests = [one.digest(self.wiring.settings.pepper) for one in came]
        if not came or not spent.issuperset(digests):
            return
        traces = self._hold(self.wiring.ballots).traces("ballots_spent", digests)
        if not self.wiring.ballots.is_sqlite:
            traces = {name: traces[name] for name in traces if not name.endswith("log")}
        own: Traces = {"time": [one.time for one in came]}
        self.turnouts.append(Evidence(len(came), {"person": own, "digest": traces}))

    def _see(self, path: Path) -> Seen:
        content, batch = path.read_bytes(), batchfiles.read(path)
        owners = {text: id_ for id_, (_, text) in batch.remarks.items()}
        people = [self._answering[text] for text in owners]
        _CHANCE.shuffle(people)
        answers = _answers_of(batch, people)
        remarks = [owners[one.remark] for one in people]
        codes = [sha256(one.code.encode()).hexdigest().encode() for one in people]
        holding, log = self._hold(self.wiring.ballots), self._new_log()
        things: dict[str, Traces] = {}
        for thing, table, needles, in_file in (
            ("answer", "ballots_answer", answers, [id_.hex().encode() for id_ in answers]),
            ("remark", "ballots_remark", remarks, [id_.hex().encode() for id_ in remarks]),
            ("code", "ballots_counting_code", codes, codes),
        ):
            beside: Traces = {"batch file": places(content, in_file), "log": places(log, in_file)}
            things[thing] = holding.traces(table, needles) | beside
        rows = [batch.answers[id_] for id_ in answers]
        rare = [(row["overall"], row["integrity"]) for row in rows]
        things["answer"] |= {"rarity": [rare.count(one) for one in rare]}
        told = [DURATIONS.index(str(row["duration"])) for row in rows]
        return Seen(people, answers, remarks, codes, told, things)

    def _hold(self, database: Database) -> Holding:
        holding = hold(database, self._since or log_end(database))
        self._since = log_end(self.wiring.people)
        if database is self.wiring.people or not database.is_sqlite:
            self.mentions.hear(holding.log)
        return holding

    async def _envelopes(self) -> set[bytes]:
        async with self.wiring.ballots.reading() as session:
            return set(await session.exec(select(col(Envelope.id))))

    def _new_log(self) -> bytes:
        with self.log.open("rb") as file:
            file.seek(self._log_read)
            new = file.read()
        self._log_read += len(new)
        return new


def _answers_of(batch: Batch, people: Sequence[Invited]) -> list[bytes]:
    """Those that hold their marks."""
    marked = {closed["mark"]: id_ for id_, closed in batch.answers.items()}
    return [marked[one.mark] for one in people]


def _note(people: Sequence[Invited], where: str, traces: Traces) -> None:
    for name, values in traces.items():
        for one, value in zip(people, values, strict=True):
            one.traces[f"{name} of {where}" if where else name] = value
