"""What the adversary learns about whether somebody answered: never what, and how much depends."""

import base64
import hmac
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlmodel import col, select

from app.ballots.content import open_content
from app.ballots.tables import Spent
from app.lib.sealing import Broken
from app.mail.outbox import Erased
from app.mail.tables import Letter
from app.wiring import Wiring
from tests.privacy.adversary import in_order
from tests.privacy.holdings import Traces
from tests.privacy.invited import Invited

_ERRORS = 3
_COLUMNS = [column.name for column in Letter.__table__.columns]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Guess:
    """Half of the people, those who by the best trace are likelier to have answered, of people it
    was not chosen by: how many of them did, and how many of as many picked blindly would have.
    """

    trace: str
    people: int
    hits: int
    expected: float
    error: float

    @property
    def is_leak(self) -> bool:
        return self.hits > self.expected + _ERRORS * self.error


async def used(wiring: Wiring) -> set[bytes]:
    """The fingerprints that stand in the database now."""
    async with wiring.ballots.reading() as session:
        return set(await session.exec(select(col(Spent.digest))))


def used_in(backup: Path) -> set[bytes]:
    lines = (backup / "ballots" / "ballots_spent.jsonl").read_bytes().splitlines()
    return {base64.b64decode(json.loads(line)[1]) for line in lines}


async def readable(
    wiring: Wiring, invited: Iterable[Invited], backups: Sequence[Path]
) -> list[Invited]:
    """Whose ticket stands in a letter, in the database or a backup, that the keys still open."""
    async with wiring.people.reading() as session:
        letters = list(await session.exec(select(Letter)))
    letters += [letter for backup in backups for letter in _letters_in(backup)]
    texts = "\n".join(_texts(wiring, letters))
    return [one for one in invited if one.link in texts]


def known(invited: Iterable[Invited], pepper: bytes, used: Collection[bytes]) -> int:
    """Of how many it can be said rightly whether they answered, by their tickets' fingerprints."""
    return sum((_digest(one, pepper) in used) is (one.time is not None) for one in invited)


def matched(invited: Iterable[Invited], pepper: bytes, used: Collection[bytes]) -> int:
    """Of how many a fingerprint is found: that they answered is certain."""
    return sum(_digest(one, pepper) in used for one in invited)


def opened(wiring: Wiring, sealed: Iterable[bytes]) -> int:
    """How many of all envelopes ever seen the keys that are left can open."""
    keys = [wiring.keys.read(name) for name in wiring.keys.names("box-")]
    return sum(any(_opens(key, one) for key in keys) for one in sealed)


def guess(invited: Sequence[Invited], traces: Traces) -> Guess:
    """The best of all traces on every other person, tested on those between."""
    names = [f"{trace}{turned}" for trace in traces for turned in ("", ", backwards")]
    best = max(names, key=lambda name: _hits(invited, traces, name, 0))
    tested = invited[1::2]
    half, share = len(tested) // 2, sum(one.time is not None for one in tested) / len(tested)
    # Drawn without replacement: the hypergeometric variance.
    variance = half * share * (1 - share) * (len(tested) - half) / (len(tested) - 1)
    hits = _hits(invited, traces, best, 1)
    return Guess(best, half, hits, half * share, float(variance**0.5))


def _hits(invited: Sequence[Invited], traces: Traces, name: str, start: int) -> int:
    """Of the half that stands first in this trace, how many answered."""
    tested = invited[start::2]
    order = in_order(traces[name.removesuffix(", backwards")][start::2])
    if name.endswith(", backwards"):
        order.reverse()
    return sum(tested[place].time is not None for place in order[: len(tested) // 2])


def _digest(one: Invited, pepper: bytes) -> bytes:
    return hmac.digest(pepper, one.ticket.random, "sha256")


def _letters_in(backup: Path) -> Iterator[Letter]:
    for line in (backup / "people" / "mail_letter.jsonl").read_bytes().splitlines():
        row = dict(zip(_COLUMNS, json.loads(line), strict=True))
        payload = base64.b64decode(row["payload"]) if row["payload"] else None
        yield Letter(**{**row, "id": UUID(row["id"]), "payload": payload})


def _texts(wiring: Wiring, letters: Iterable[Letter]) -> Iterator[str]:
    for letter in letters:
        try:
            yield wiring.outbox.open(letter).text
        except Erased:
            continue


def _opens(key: bytes, sealed: bytes) -> bool:
    try:
        open_content(key, sealed)
    except Broken:
        return False
    return True
