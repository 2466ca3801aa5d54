"""What results are broken down by: regions, and kinds of inspection. Never both at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.lib.i18n import gettext as _
from app.registry import kinds
from app.registry.regions import region_name
from app.results.figures import PartRow, QuarterResult

By = Literal["regions", "kinds"]


@dataclass(frozen=True)
class Part:
    """One region or kind, by its code."""

    by: By
    code: str

    @property
    def name(self) -> str:
        return name_of(self.by, self.code)

    def rows(self, result: QuarterResult) -> dict[str, PartRow]:
        """By question; only where the breakdown of that question has a row for it."""
        return {
            question: row
            for question, rows in rows_by(result, self.by).items()
            for row in rows
            if row.name == self.code
        }


def rows_by(result: QuarterResult, by: By) -> Mapping[str, tuple[PartRow, ...]]:
    """By question."""
    return result.regions if by == "regions" else result.kinds


def name_of(by: By, code: str) -> str:
    """In the language being spoken."""
    if by == "regions":
        return region_name(code)
    return kinds.label(code) if code else _("Other kinds of inspection")


def parts_of(result: QuarterResult, by: By) -> list[Part]:
    """Those of which any question shows something, in their usual order."""
    rows = [row for rows in rows_by(result, by).values() for row in rows]
    shown = {row.name for row in rows if not row.withheld}
    return [Part(by, code) for code in dict.fromkeys(row.name for row in rows) if code in shown]
