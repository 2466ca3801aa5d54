"""The slot of a box: where a sealed answer falls in, exactly once. One kind per database engine."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol


class Outcome(Enum):
    KEPT = auto()
    USED = auto()  # the ticket was spent before: nothing was written
    KEY_CHANGED = auto()  # the group has another key by now: nothing was written


@dataclass(frozen=True, slots=True)
class Entry:
    """`digest` is the fingerprint of the ticket."""

    id: bytes
    box_id: str
    group_number: int
    digest: bytes
    key_name: str
    sealed: bytes


class Slot(Protocol):
    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def is_spent(self, box_id: str, digest: bytes) -> bool: ...

    async def put(self, entry: Entry) -> Outcome:
        """Durable on return. A caller that is cancelled meanwhile takes nothing back."""
        ...
