"""Boxes, sealed envelopes, mixed answers and what is shown of them. No times, no people, no order.

Tables that hold something of one answer are WITHOUT ROWID on SQLite: a rowid would keep the order
in which the answers came. Their keys are random for the same reason.
"""

from datetime import date
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, UniqueConstraint

from app.lib.db import BallotsTable

_UNORDERED = {"sqlite_with_rowid": False}


class Box(BallotsTable, table=True):
    """Inspectorate x quarter x questionnaire edition x channel.

    What quarters leave `unopened`, because it is fewer than ten, waits for the year's end. Then a
    box of the whole year, closed from the start, holds them all; `unopened` are those of a year
    that has fewer than ten even so: they were destroyed.
    """

    __tablename__ = "ballots_box"
    __table_args__ = (
        UniqueConstraint("inspectorate", "quarter", "questionnaire", "edition", "channel"),
    )

    id: str = Field(primary_key=True, max_length=12)  # 6 random bytes in hex
    inspectorate: str = Field(max_length=40)  # slug
    quarter: str = Field(max_length=7)  # 2026-Q3, or 2026: what the quarters of a year left
    questionnaire: str = Field(max_length=40)
    edition: int
    edition_hash: str = Field(max_length=64)  # a used edition cannot change
    channel: str = Field(max_length=8)  # invited | open
    closes_on: date
    zone: str = Field(max_length=40)  # whose midnight closes it
    closed: bool = False
    waiting: int = 0  # envelopes at the last mixing, rounded down to tens
    unopened: int = 0  # envelopes, when it closed
    set_aside: int = 0  # envelopes that came in a flood, when it closed: they were destroyed
    remarks: int = 0  # kept here because pages may not take the longer, the more there are


class Group(BallotsTable, table=True):
    """The part of a box that its answers may be told apart by. `public_key` closes envelopes now.

    Without a key name it takes no envelopes: its box is closed, or it was merged from groups that
    stayed small.
    """

    __tablename__ = "ballots_group"

    box_id: str = Field(primary_key=True, foreign_key="ballots_box.id", max_length=12)
    number: int = Field(primary_key=True)
    regions: list[str] = Field(sa_type=JSON)  # empty: all
    kinds: list[str] = Field(sa_type=JSON)  # empty: all
    key_name: str = Field(max_length=40)  # the private half's name in the key folder
    public_key: bytes
    merged: bool = False


class Spent(BallotsTable, table=True):
    """HMACs of used tickets: the only thing that is known of a ticket, and only once it is used."""

    __tablename__ = "ballots_spent"
    __table_args__ = _UNORDERED

    box_id: str = Field(primary_key=True, max_length=12)
    digest: bytes = Field(primary_key=True)


class Envelope(BallotsTable, table=True):
    """A sealed answer that waits for nine others."""

    __tablename__ = "ballots_envelope"
    __table_args__ = _UNORDERED

    id: bytes = Field(primary_key=True)
    box_id: str = Field(max_length=12, index=True)
    group_number: int
    key_name: str = Field(max_length=40)
    broken: bool = False  # its key does not open it: kept aside, for a person to look at
    sealed: bytes  # last: what stands behind a long value takes SQLite long to reach


class Answer(BallotsTable, table=True):
    """Closed answers, mixed: {"question": "option" | [options] | number}. As many rows as people,
    but no row is one person's: every question was mixed by itself.
    """

    __tablename__ = "ballots_answer"
    __table_args__ = _UNORDERED

    id: bytes = Field(primary_key=True)
    box_id: str = Field(max_length=12, index=True)
    group_number: int
    closed: dict[str, Any] = Field(sa_type=JSON)


class Remark(BallotsTable, table=True):
    """A free text, separated from the answers it came with, and from its group."""

    __tablename__ = "ballots_remark"
    __table_args__ = _UNORDERED

    id: bytes = Field(primary_key=True)
    box_id: str = Field(max_length=12, index=True)
    question: str = Field(max_length=40)
    text: str


class CountingCode(BallotsTable, table=True):
    """SHA-256 of a code that its respondent may look up in the release's list."""

    __tablename__ = "ballots_counting_code"
    __table_args__ = _UNORDERED

    box_id: str = Field(primary_key=True, max_length=12)
    hash: str = Field(primary_key=True, max_length=64)


class Tally(BallotsTable, table=True):
    """Counts as mixed, of those who were asked a question.

    The option "*" counts those who answered it, "" those who did not. The question "" has only
    "*": the number of answers.
    """

    __tablename__ = "ballots_tally"

    box_id: str = Field(primary_key=True, max_length=12)
    group_number: int = Field(primary_key=True)
    question: str = Field(primary_key=True, max_length=40)
    option: str = Field(primary_key=True, max_length=40)
    count: int


class Move(BallotsTable, table=True):
    """A step of what is shown of a question: pools of ten and more people that were added to it.

    What could be read of the question at any time follows from its moves, in the order of their
    base: nothing else of the time is known. None is ever altered.
    """

    __tablename__ = "ballots_move"
    __table_args__ = _UNORDERED

    box_id: str = Field(primary_key=True, max_length=12)
    question: str = Field(primary_key=True, max_length=40)  # "" for the number of answers
    base: int = Field(primary_key=True)  # who answered, of all that is shown after it
    breadth: str = Field(max_length=8)  # kinds | regions | whole: how far it reaches down
    pools: list[dict[str, Any]] = Field(sa_type=JSON)  # groups by number, counts by option


class Snapshot(BallotsTable, table=True):
    """Counts as shown now, after the last move of a question.

    The base counts who answered the question, with an option outside the shares ("does not apply")
    too. `counts` holds the options somebody chose, and "" for those who were asked in vain.
    """

    __tablename__ = "ballots_snapshot"

    box_id: str = Field(primary_key=True, max_length=12)
    cell: str = Field(primary_key=True, max_length=24)  # "all", "region:KG-GB", "kind:desk"
    question: str = Field(primary_key=True, max_length=40)  # "" for the number of answers
    base: int
    counts: dict[str, int] = Field(sa_type=JSON)


class Batch(BallotsTable, table=True):
    """That a batch was mixed: its file is replayed once after a restore."""

    __tablename__ = "ballots_batch"
    __table_args__ = _UNORDERED

    id: str = Field(primary_key=True, max_length=32)


class Mixer(BallotsTable, table=True):
    """Which key folder belongs to this database: exactly one host mixes."""

    __tablename__ = "ballots_mixer"

    id: int = Field(primary_key=True)
    folder: str = Field(max_length=32)


class LimitSalt(BallotsTable, table=True):
    """What the networks of a day are hashed with. Without it their hashes say nothing."""

    __tablename__ = "ballots_limit_salt"

    day: date = Field(primary_key=True)
    salt: bytes


class Limit(BallotsTable, table=True):
    """How often a network used the open questionnaire on a day, under the salt of that day."""

    __tablename__ = "ballots_limit"
    __table_args__ = _UNORDERED

    key: bytes = Field(primary_key=True)
    day: date
    used: int
