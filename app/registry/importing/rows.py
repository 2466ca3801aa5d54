"""What a register's file is made of, whatever its format: named columns, and rows of cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, Self

from app.lib.i18n import gettext as _
from app.registry.fields import tidy

MOST_COLUMNS = 1_000


class Unreadable(ValueError):
    """Nothing of this file can be taken; the text says what to do with it."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """A cell whose content cannot be relied on: a formula, an error, a number cut short."""

    found: str
    remedy: str


Cell = str | date | Unsure  # CSV knows text alone


@dataclass(frozen=True, slots=True)
class Row:
    number: int  # the file's line, or the sheet's row: what a person sees
    cells: Sequence[Cell]  # in the order of the columns, as many as there are


@dataclass(frozen=True, slots=True)
class Broken:
    """A row that cannot be told apart into cells."""

    number: int
    remedy: str


class Rows(Protocol):
    """An open register. It was looked through once, so that no half of a bad file is taken."""

    columns: list[str]  # as the file names them
    sheets: list[str]  # of the workbook, in its order; none where there are no sheets
    sheet: str | None  # the one that is read
    form: str  # in words: what the file was read as
    is_text: bool  # every cell is text
    size: int

    @property
    def position(self) -> int:
        """Bytes read so far, of `size`."""

    def __iter__(self) -> Iterator[Row | Broken]: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *_error: object) -> None: ...


def names_in(cells: list[str]) -> list[str]:
    """Those of a header; columns at its end without a name are left out, others get a number."""
    names = [tidy(cell.removeprefix("\ufeff")) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return [name or f"[{number}]" for number, name in enumerate(names, start=1)]


def too_many_columns() -> Unreadable:
    return Unreadable(
        _(
            "The file has more than %(most)s columns: this is no register. Leave only those that"
            " are needed.",
            most=MOST_COLUMNS,
        )
    )
