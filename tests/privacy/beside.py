"""What lies beside the databases: backups, the files of sent letters, a relay's log, samples."""

import base64
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.making.mail import log_lines
from tests.privacy.holdings import places
from tests.privacy.invited import Invited
from tests.privacy.watching import Seen

_NEVER = 99


@dataclass
class Beside:
    """Collected while the quarter goes on, and turned into traces at its end."""

    sent_folder: Path
    backups: list[Path] = field(default_factory=list)
    samples: set[tuple[str, str]] = field(default_factory=set)  # different ones
    sampled: int = 0
    relayed: list[str] = field(default_factory=list)
    to: list[str] = field(default_factory=list)

    def relay(self, message_id: str, to: str) -> None:
        number = len(self.relayed)
        self.relayed.append(log_lines(f"{0x4F000000 + number * 7:X}", message_id, "sent"))
        self.to.append(to)

    def sample(self, health: str, ready: str) -> None:
        self.sampled += 1
        self.samples.add((health, ready))

    def note_people(self, people: list[Invited], pepper: bytes) -> None:
        """As the relay wrote, as the letter was noted, and which backup first had what."""
        log = "".join(self.relayed).encode()
        sent = _contents(self.sent_folder)
        letters = [one.letter.hex.encode() for one in people]
        self._note(people, "place in the relay's log", _places(log, people))
        written = Counter(self.to)
        self._note(people, "letters in the relay's log", [written[one.address] for one in people])
        self._note(people, "place among sent letters", places(sent, letters))
        digests = [_encoded(one.digest(pepper)) for one in people]
        for name, values in self._of_backups("ballots_spent.jsonl", digests).items():
            self._note(people, f"{name} of its digest", values)

    def note_answers(self, seen: Seen) -> None:
        for thing, ids in (("answer", seen.answers), ("remark", seen.remarks)):
            needles = [_encoded(id_) for id_ in ids]
            seen.things[thing] |= self._of_backups(f"ballots_{thing}.jsonl", needles)

    def sources(self) -> Iterator[tuple[str, bytes]]:
        """What may name acts, by its name."""
        yield "the relay's log", "".join(self.relayed).encode()
        yield (
            "sent letters",
            b"".join(path.read_bytes() for path in sorted(self.sent_folder.iterdir())),
        )
        for number, backup in enumerate(self.backups, 1):
            files = sorted((backup / "people").iterdir())
            yield f"backup {number}", b"".join(path.read_bytes() for path in files)

    def read(self, file: str) -> list[bytes]:
        return [(backup / "ballots" / file).read_bytes() for backup in self.backups]

    def _of_backups(self, file: str, needles: list[bytes]) -> dict[str, list[int]]:
        contents = self.read(file)
        first, place = [], []
        for needle in needles:
            having = [number for number, content in enumerate(contents) if needle in content]
            first.append(having[0] if having else _NEVER)
            place.append(contents[having[0]].find(needle) if having else 0)
        return {"first backup": first, "place in a backup": place}

    def _note(self, people: list[Invited], name: str, values: list[int]) -> None:
        for one, value in zip(people, values, strict=True):
            one.traces[name] = value


def _contents(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def _places(log: bytes, people: list[Invited]) -> list[int]:
    return places(log, [one.message_id.encode() for one in people])


def _encoded(id_: bytes) -> bytes:
    """As a backup writes bytes."""
    return base64.b64encode(id_)
