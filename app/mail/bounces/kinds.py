"""What a mail that reaches the bounce address can be."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    HARD = "hard"  # there is no such mailbox, or no such domain
    SOFT = "soft"  # full, slow or closed for now: another letter may arrive
    POLICY = "policy"  # refused for what we are or say, not for whom we write to
    COMPLAINT = "complaint"  # its reader called the letter unwanted
    TAKEN = "taken"  # delivered, passed on, or still being tried: nothing has come back
    AUTOMATIC = "automatic"  # out of office, a receipt
    UNCLEAR = "unclear"  # about a letter of ours, but not understood
    UNSIGNED = "unsigned"  # names no letter of ours: junk, or a report that lost its address

    @property
    def needs_people(self) -> bool:
        return self in (Kind.UNCLEAR, Kind.UNSIGNED)


@dataclass(frozen=True)
class Finding:
    kind: Kind
    words: str = ""  # the server's, as they came
