"""What became of a register's rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.registry.importing.rows import Cell, Unsure

# A file in which more is wrong than this is wrong everywhere in the same way.
NAMED_REFUSALS = 10_000


@dataclass(frozen=True, slots=True)
class Refusal:
    row: int  # line of the file or row of the sheet; the header is the first
    column: str  # as the file names it; empty: the row as a whole
    remedy: str
    found: str = ""  # what stands there, short and safe


@dataclass
class Report:
    """Rows by what became of them; `refused` names each fault, up to NAMED_REFUSALS."""

    added: int = 0
    unchanged: int = 0
    changed: int = 0
    refused_rows: int = 0
    refused: list[Refusal] = field(default_factory=list)
    form: str = field(default="", compare=False)  # what the file was read as
    columns: list[str] = field(default_factory=list, compare=False)
    # Refused rows as they stand, for mending: number -> cells.
    cells: dict[int, list[str]] = field(default_factory=dict, compare=False)

    def refuse(self, row: int, refusals: Iterable[Refusal], cells: Sequence[Cell] = ()) -> None:
        """`refusals` are of this one row."""
        self.refused_rows += 1
        if len(self.refused) < NAMED_REFUSALS:
            self.refused += refusals
            self.cells[row] = [written(cell) for cell in cells]


def written(cell: Cell) -> str:
    """As text, for people."""
    if isinstance(cell, Unsure):
        return cell.found
    return cell.isoformat() if isinstance(cell, date) else cell
