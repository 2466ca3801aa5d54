"""What a simulated quarter gave away, and what it showed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from app.lib.keyfolder import KeyFolder
from app.results.auditing.hiding import NARROWEST, Hidden
from app.results.auditing.options import OPTIONS
from app.results.figures import QuarterResult
from tests.disclosure import naive, playing
from tests.disclosure.observing import Notes
from tests.disclosure.quarters import Simulated, asked, simulate

_FEW = 10
# What has to be none.
_LEAKS = (
    "cells under ten",
    "increments of one answer",
    "increments under ten",
    "differences under ten",
    "withheld counts narrower than five",
    "coded counts narrower than their words",
    "rare options narrower than told",
)
_ROWS = (
    "quarters",
    "quarters that leak",
    "cells shown",
    "cells under ten",
    "increments shown",
    "increments of one answer",
    "increments under ten",
    "differences under ten",
    "withheld counts attacked",
    "withheld counts narrower than five",
    "coded counts attacked",
    "coded counts narrower than their words",
    "rare options attacked",
    "rare options narrower than told",
)
_LISTED = {
    "withheld": ("withheld counts attacked", "withheld counts narrower than five"),
    "in words": ("coded counts attacked", "coded counts narrower than their words"),
    OPTIONS: ("rare options attacked", "rare options narrower than told"),
}
# Of regions and kinds: what the protection over time costs beside that of a table by itself.
_USE = ("answers", "questions", "rows by region and kind", "rows, were each table alone")


@dataclass(frozen=True)
class Score:
    counts: Counter[str] = field(default_factory=Counter)
    widths: tuple[int, ...] = ()  # the narrowest withheld count of each quarter

    def __add__(self, other: "Score") -> "Score":
        return Score(self.counts + other.counts, self.widths + other.widths)

    @property
    def is_tight(self) -> bool:
        return not any(self.counts[leak] for leak in _LEAKS)

    def rows(self) -> list[tuple[str, str]]:
        found = [(name, f"{self.counts[name]:,}") for name in _ROWS]
        found.append(("narrowest withheld count", str(min(self.widths, default="-"))))
        for name in _USE:
            of, shown = self.counts[f"{name} there"], self.counts[f"{name} shown"]
            found.append((f"{name} shown at the end", f"{shown / of:.1%}" if of else "-"))
        return found


async def score(seed: int, folder: Path) -> Score:
    questionnaire = asked()
    simulated = simulate(seed, questionnaire)
    async with playing.database(folder) as ballots:
        played = await playing.play(
            ballots, KeyFolder(folder / "keys"), "geti", simulated, questionnaire
        )
    counts = _seen(played.notes) + _attacked(played.hidden)
    if played.last:
        counts += _usable(played.last, played.answered.total())
        counts += _rows(played.last, simulated, "rows by region and kind")
    alone = playing.alone(simulated, questionnaire)
    counts += _rows(alone, simulated, "rows, were each table alone")
    widths = [one.width for one in played.hidden if _kind(one) == "withheld"]
    return _scored(counts, widths)


def control(seed: int) -> Score:
    questionnaire = asked()
    simulated = simulate(seed, questionnaire)
    notes, widths = naive.play(simulated, questionnaire)
    counts = _seen(notes) + _attacked(naive.options(simulated, questionnaire))
    counts["withheld counts attacked"] = len(widths)
    counts["withheld counts narrower than five"] = sum(width < NARROWEST for width in widths)
    return _scored(counts, widths)


def _scored(counts: Counter[str], widths: Iterable[int]) -> Score:
    leaks = any(counts[leak] for leak in _LEAKS)
    counts += Counter({"quarters": 1, "quarters that leak": int(leaks)})
    return Score(counts, tuple(sorted(widths)[:1]))


def _seen(notes: Notes) -> Counter[str]:
    cells = [base for page in notes.pages for base, _positive in page.values()]
    increments = notes.increments()
    return Counter(
        {
            "cells shown": len(cells),
            "cells under ten": sum(base < _FEW for base in cells),
            "increments shown": len(increments),
            "increments of one answer": increments.count(1),
            "increments under ten": sum(0 < of < _FEW for of in increments),
            "differences under ten": sum(0 < of < _FEW for of in notes.differences()),
        }
    )


def _attacked(hidden: Iterable[Hidden]) -> Counter[str]:
    found: Counter[str] = Counter()
    for one in hidden:
        of, leak = _LISTED[_kind(one)]
        found[of] += 1
        found[leak] += not one.is_kept
    return found


def _kind(one: Hidden) -> str:
    return OPTIONS if one.cell == OPTIONS else one.how


def _usable(last: QuarterResult, given: int) -> Counter[str]:
    return Counter(
        {
            "answers there": given,
            "answers shown": sum(of.base or 0 for of in last.questions),
            "questions there": len(last.questions),
            "questions shown": sum(not of.withheld for of in last.questions),
        }
    )


def _rows(result: QuarterResult, simulated: Simulated, name: str) -> Counter[str]:
    """Of regions and kinds that are told apart: how many rows have figures, or words."""
    there = {code for part in simulated.parts for code in part.regions}
    rows = [row for of in result.regions.values() for row in of if row.name in there]
    rows += [row for of in result.kinds.values() for row in of]
    return Counter(
        {f"{name} there": len(rows), f"{name} shown": sum(not row.withheld for row in rows)}
    )
