"""What the API answers about inspections. No address, and nothing about who has answered."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from app.registry.tables import Inspection
from app.web.api.faults import Fault
from app.web.staff.delivery import Post, State

Taken = Literal["added", "changed", "unchanged"]


@dataclass(frozen=True)
class LetterState:
    """What became of the letter to the entrepreneur: a word for programs, a sentence for people."""

    state: State
    words: str


@dataclass(frozen=True)
class Act:
    """One act of inspection on record. Addresses are never given back."""

    href: str
    act_year: int
    act_number: str
    act_date: date
    quarter: str
    kind: str
    region: str
    outcome: str
    language: str
    entered_at: datetime
    letter: LetterState

    @classmethod
    def of(cls, one: Inspection, post: Post, href: str) -> "Act":
        return cls(
            href,
            one.act_year,
            one.act_number,
            one.act_date,
            one.quarter,
            one.kind,
            one.region,
            one.outcome,
            one.language,
            one.entered_at,
            LetterState(post.state(one), post.in_words(one)),
        )


@dataclass(frozen=True)
class Entered:
    """What became of one inspection that was sent, and how it stands now."""

    outcome: Taken
    inspection: Act


@dataclass(frozen=True)
class Outcome:
    """What became of one inspection of a batch. Year and number are missing if it was refused."""

    outcome: Literal["added", "changed", "unchanged", "refused"]
    act_year: int | None = None
    act_number: str | None = None
    errors: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Summary:
    """What became of a batch: counts, and each inspection in the order in which it was sent."""

    added: int
    changed: int
    unchanged: int
    refused: int
    items: tuple[Outcome, ...]

    @classmethod
    def of(cls, items: list[Outcome]) -> "Summary":
        counted = Counter[str](item.outcome for item in items)
        return cls(
            counted["added"],
            counted["changed"],
            counted["unchanged"],
            counted["refused"],
            tuple(items),
        )


@dataclass(frozen=True)
class Page:
    """Some acts, and the cursor of the page after this one; null on the last page."""

    items: list[Act]
    next: str | None
