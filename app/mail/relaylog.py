"""What a Postfix log says of our letters, found by their Message-IDs.

Postfix writes a line that gives the letter with this Message-ID a queue id, one when it is in the
queue (from then on it is Postfix's to deliver), and one for each try:

    postfix/cleanup[12]: 4F2A1B: message-id=<5c0…@pikir.example>
    postfix/qmgr[13]: 4F2A1B: from=<…>, size=2011, nrcpt=1 (queue active)
    postfix/smtp[14]: 4F2A1B: to=<…>, relay=…, dsn=2.0.0, status=sent (250 2.0.0 OK)
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

_GIVEN = re.compile(rb": ([0-9A-Za-z]+): (?:resent-)?message-id=(<[^>]*>)")
_FATE = re.compile(
    rb": ([0-9A-Za-z]+): .*?"
    rb"(?:\(queue (active)\)|status=(\w+)(?:, returned to sender)?(?: \((.*)\))?)"
)
_REFUSED = ("bounced", "expired")


@dataclass
class Copy:
    """One of a letter, as the relay queued it; `status` is Postfix's word, "" before the first."""

    message_id: str
    status: str = ""
    words: str = ""  # the next server's

    @property
    def is_refused(self) -> bool:
        return self.status in _REFUSED


@dataclass
class RelayLog:
    """As much of it as is about some letters."""

    copies: list[Copy] = field(default_factory=list)
    knows_us: bool = False  # it has lines about letters of our domain at all

    def fate(self, message_id: str) -> Copy | None:
        """None if the relay never took it. One copy that was not refused is enough."""
        taken = [one for one in self.copies if one.message_id == message_id and one.status]
        return min(taken, key=lambda one: one.is_refused, default=None)


def read(path: Path, wanted: Collection[str], domain: str) -> RelayLog:
    """Raises OSError. Reads the file that was rotated away last, too."""
    ours = f"@{domain}>".encode()
    log, queue = RelayLog(), dict[bytes, Copy]()
    for line in _lines(path):
        if given := _GIVEN.search(line):
            queue_id, message_id = given[1], given[2]
            log.knows_us |= message_id.endswith(ours)
            queue.pop(queue_id, None)  # Postfix uses short ones again
            if (name := message_id.decode("ascii", "replace")) in wanted:
                log.copies.append(queue.setdefault(queue_id, Copy(name)))
        elif queue and (said := _FATE.search(line)) and said[1] in queue:
            _note(queue[said[1]], said)
    return log


def _note(copy: Copy, said: re.Match[bytes]) -> None:
    active, status, words = (
        part.decode("utf-8", "replace") if part else "" for part in said.groups()[1:]
    )
    copy.status = status or copy.status or active
    copy.words = words or copy.words


def _lines(path: Path) -> Iterator[bytes]:
    before = path.with_name(f"{path.name}.1")
    for file in (before, path):
        if file is path or file.exists():
            with file.open("rb") as lines:
                yield from lines
