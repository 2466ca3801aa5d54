"""What of a quarter is looked at: the whole, one region or one kind; and since when.

The hierarchy is fixed: what tables already show, never where two of them cross.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from app.lib.dates import quarter_name
from app.lib.errors import NotFound, RuleBroken
from app.lib.i18n import gettext as _
from app.lib.quarters import Quarter
from app.registry.kinds import kinds_of
from app.registry.regions import is_region_of
from app.registry.tables import Inspectorate
from app.results.figures import QuarterResult
from app.results.glancing import Since, earlier
from app.results.parts import By, Part, parts_of

REST = "rest"  # in addresses: the kinds that are not told apart
_BY: dict[By, str] = {"regions": "region", "kinds": "kind"}


class Crossed(RuleBroken):
    """Two filters at once: where they cross, answers of single people could be worked out."""


class NoSuchFilter(NotFound):
    """A region, kind or comparison that there is not."""


@dataclass(frozen=True)
class Choice:
    """`part` is None for the whole inspectorate."""

    quarter: Quarter
    part: Part | None = None
    since: Since = "last_quarter"


@dataclass(frozen=True)
class Way:
    """A link to another choice."""

    label: str
    address: str
    is_here: bool


def choose(
    inspectorate: Inspectorate,
    quarter: Quarter,
    region: str | None,
    kind: str | None,
    compare: str | None,
) -> Choice:
    """From an address. Crossed, or NoSuchFilter."""
    if sum(each is not None for each in (region, kind, compare)) > 1:
        raise Crossed
    if region is not None:
        if not is_region_of(inspectorate.country, region):
            raise NoSuchFilter
        return Choice(quarter, Part("regions", region))
    if kind is not None:
        if kind not in {REST, *kinds_of(inspectorate.country)}:
            raise NoSuchFilter
        return Choice(quarter, Part("kinds", "" if kind == REST else kind))
    if compare not in (None, "year"):
        raise NoSuchFilter
    return Choice(quarter, since="last_year" if compare else "last_quarter")


def in_words(choice: Choice) -> str:
    return _(
        "Shown: %(part)s; %(quarter)s; beside it: %(earlier)s.",
        part=choice.part.name if choice.part else _("The whole inspectorate"),
        quarter=quarter_name(choice.quarter),
        earlier=quarter_name(earlier(choice.quarter, choice.since)),
    )


def periods(
    inspectorate: Inspectorate, here: Quarter | int, quarters: Sequence[Quarter]
) -> list[Way]:
    """Every quarter with inspections, then their years. `here` is one of either."""
    start = f"/staff/report/{inspectorate.slug}"
    years = sorted({quarter.year for quarter in quarters}, reverse=True)
    return [
        *(Way(quarter_name(each), f"{start}/{each.slug}", each == here) for each in quarters),
        *(Way(str(each), f"{start}/year/{each}", each == here) for each in years),
    ]


def comparisons(start: str, choice: Choice) -> list[Way]:
    """Of the whole."""
    whole = None if choice.part else choice.since
    return [
        Way(_("The quarter before"), start, is_here=whole == "last_quarter"),
        Way(_("The same quarter last year"), f"{start}?compare=year", is_here=whole == "last_year"),
    ]


def parts(start: str, choice: Choice, results: Sequence[QuarterResult], by: By) -> list[Way]:
    """The whole, and every region or kind of which something is shown; empty if none is."""
    found = dict.fromkeys(part for result in results for part in parts_of(result, by))
    if not found:
        return []
    whole = _("All regions") if by == "regions" else _("All kinds")
    return [Way(whole, start, is_here=choice.part is None), *_ways(start, choice, found)]


def _ways(start: str, choice: Choice, found: Iterable[Part]) -> list[Way]:
    return [
        Way(
            part.name,
            f"{start}?{urlencode({_BY[part.by]: part.code or REST})}",
            is_here=part == choice.part,
        )
        for part in found
    ]
