"""From both databases to the results of a quarter. Reads snapshots and counts, never answers.

A hot path: every page with figures starts here. Snapshots and volumes are read anew each time, a
statement or two for all quarters of a trend. What they compose to follows from them alone, and
they move a few times a day: so it is remembered by all that it follows from.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.boxes import Channel
from app.ballots.showing import Shown, shown
from app.ballots.tallying import ANSWERS
from app.ballots.versions import ALL, KIND, REGION, Figures
from app.invitations.counting import Counts
from app.lib.quarters import Quarter
from app.questionnaires.loading import Shelf
from app.registry.inspectorates import USUAL_QUESTIONNAIRE
from app.registry.kinds import kinds_of
from app.registry.regions import regions_of
from app.registry.tables import Inspectorate
from app.results.composing import TREND_QUARTERS, compose
from app.results.counting import Count, QuarterCounts, Volumes, kept
from app.results.facts import Facts, Tally
from app.results.figures import QuarterResult
from app.results.rates import Rates

Edition = tuple[str, int]  # questionnaire, edition

_REMEMBERED = 128  # results: an inspectorate's quarter has a few, and two quarters run at a time


@dataclass(frozen=True)
class _Of:
    """What a result is of, besides what is known of its quarters."""

    inspectorate: str
    country: str
    edition: Edition
    channel: Channel


@dataclass(frozen=True)
class _Known:
    """What both databases say of one edition, quarter and channel: equal if they say the same.

    `regions`, `kinds`: finished inspections of each; None in the open questionnaire.
    """

    quarter: Quarter
    box: Shown | None
    regions: tuple[tuple[str, int], ...] | None
    kinds: tuple[tuple[str, int], ...] | None


async def quarter_results(
    people: AsyncSession,
    ballots: AsyncSession,
    shelf: Shelf,
    inspectorate: Inspectorate,
    quarter: Quarter,
    count: Count = kept,
) -> list[QuarterResult]:
    """Invited first, then the open questionnaire; each edition by itself.

    A quarter without a single inspection has one result, of zeros. `count` says how many
    inspections and letters there are: pages take what the worker counted last.
    """
    quarters = [quarter.plus(back) for back in range(1 - TREND_QUARTERS, 1)]
    boxes = await shown(ballots, inspectorate.slug, quarters)
    counted = await count(people, inspectorate, quarters)
    now = [box for box in boxes if box.quarter == quarter]
    results = []
    for edition in _editions(shelf, now, counted[quarter].volumes):
        of = _Of(inspectorate.slug, inspectorate.country, edition, "invited")
        result = _compose(shelf, of, _known(of, boxes, counted))
        rates = _rates(counted[quarter], result)
        results.append(replace(result, rates=rates))
    for edition in sorted(_named(now, "open")):
        of = _Of(inspectorate.slug, inspectorate.country, edition, "open")
        results.append(_compose(shelf, of, _known(of, boxes, counted)))
    return results


def _named(boxes: Iterable[Shown], channel: Channel) -> list[Edition]:
    return [(box.questionnaire, box.edition) for box in boxes if box.channel == channel]


def _editions(shelf: Shelf, now: Iterable[Shown], volumes: Volumes) -> list[Edition]:
    """Those with a box, and the newest of questionnaires whose box has yet to open."""
    opened = _named(now, "invited")
    names = {name for _region, _kind, name in volumes} - {name for name, _ in opened}
    if not names and not opened:
        names = {USUAL_QUESTIONNAIRE}
    return sorted([*opened, *((name, shelf.latest(name).edition) for name in names)])


def _known(
    of: _Of, boxes: Iterable[Shown], counts: Mapping[Quarter, QuarterCounts]
) -> tuple[_Known, ...]:
    """By quarter, the one in question last."""
    found = {
        box.quarter: box
        for box in boxes
        if box.channel == of.channel and (box.questionnaire, box.edition) == of.edition
    }
    if of.channel == "open":
        return tuple(_Known(quarter, found.get(quarter), None, None) for quarter in counts)
    return tuple(
        _Known(quarter, found.get(quarter), *_populations(counted.volumes, of.edition[0]))
        for quarter, counted in counts.items()
    )


def _populations(
    volumes: Volumes, questionnaire: str
) -> tuple[tuple[tuple[str, int], ...], tuple[tuple[str, int], ...]]:
    """By region, and by kind."""
    regions: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for (region, kind, name), volume in volumes.items():
        if name == questionnaire:
            regions[region] += volume.inspections
            kinds[kind] += volume.inspections
    return tuple(sorted(regions.items())), tuple(sorted(kinds.items()))


def _rates(counts: QuarterCounts, result: QuarterResult) -> Rates:
    name = result.questionnaire
    letters = counts.letters.get(name, Counts())
    counted = [volume for (_region, _kind, of), volume in counts.volumes.items() if of == name]
    return Rates(
        inspections=sum(volume.inspections for volume in counted),
        with_email=sum(volume.with_email for volume in counted),
        invited=letters.invited,
        delivered=letters.delivered,
        answered=result.answered,
        failed=letters.failed,
        waiting=letters.waiting,
        to_invite=letters.to_invite,
        suppressed=letters.suppressed,
        too_late=letters.too_late,
        refused=letters.refused,
    )


@lru_cache(maxsize=_REMEMBERED)
def _compose(shelf: Shelf, of: _Of, known: Sequence[_Known]) -> QuarterResult:
    """Without rates: letters move all day long."""
    facts = [_facts(each) for each in known]
    while len(facts) > 1 and not facts[0].whole:
        facts.pop(0)  # a trend begins where there is something to show
    now, box = facts[-1], known[-1].box
    counted = set(now.regions) | set(now.populations or ())
    answers = box.cells.get(ALL, {}).get(ANSWERS) if box else None
    return compose(
        of.inspectorate,
        shelf.edition(*of.edition),
        of.channel,
        facts,
        rates=None,
        answered=answers.base if answers else 0,
        waiting=box.waiting if box else 0,
        regions=[each.code for each in regions_of(of.country) if each.code in counted],
        kinds=kinds_of(of.country),
    )


def facts_of(
    quarter: Quarter,
    cells: Mapping[str, Mapping[str, Figures]],
    regions: Mapping[str, int] | None,
    kinds: Mapping[str, int] | None,
) -> Facts:
    """`cells` as they are shown of a box; finished inspections by region and kind."""
    return Facts(
        quarter,
        _tallies(cells.get(ALL, {})),
        _parts(cells, REGION),
        regions,
        _parts(cells, KIND),
        kinds,
    )


def _facts(known: _Known) -> Facts:
    return facts_of(
        known.quarter,
        known.box.cells if known.box else {},
        None if known.regions is None else dict(known.regions),
        None if known.kinds is None else dict(known.kinds),
    )


def _parts(cells: Mapping[str, Mapping[str, Figures]], family: str) -> dict[str, dict[str, Tally]]:
    return {
        cell.removeprefix(family): _tallies(of)
        for cell, of in cells.items()
        if cell.startswith(family)
    }


def _tallies(snapshots: Mapping[str, Figures]) -> dict[str, Tally]:
    return {
        question: Tally(*figures) for question, figures in snapshots.items() if question != ANSWERS
    }
