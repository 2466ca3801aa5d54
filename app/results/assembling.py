"""From both databases to the results of a quarter. Reads snapshots and counts, never answers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.boxes import Channel
from app.ballots.showing import Shown, shown
from app.ballots.tables import Snapshot
from app.ballots.tallying import ANSWERS
from app.invitations.counting import counts
from app.lib.quarters import Quarter
from app.questionnaires.loading import Shelf
from app.registry.counting import Cell, Volume, volumes
from app.registry.inspectorates import USUAL_QUESTIONNAIRE
from app.registry.regions import regions_of
from app.registry.tables import Inspectorate
from app.results.composing import TREND_QUARTERS, compose
from app.results.facts import Facts, Tally
from app.results.figures import QuarterResult
from app.results.rates import Rates

Edition = tuple[str, int]  # questionnaire, edition

_WHOLE, _REGION = "all", "region:"


@dataclass(frozen=True)
class _Known:
    """What both databases say of one quarter. The open questionnaire has no volumes."""

    quarter: Quarter
    boxes: Mapping[Edition, Shown]
    volumes: Mapping[Cell, Volume] | None


async def quarter_results(
    people: AsyncSession,
    ballots: AsyncSession,
    shelf: Shelf,
    inspectorate: Inspectorate,
    quarter: Quarter,
) -> list[QuarterResult]:
    """Invited first, then the open questionnaire; each edition by itself.

    A quarter without a single inspection has one result, of zeros.
    """
    results = []
    invited = await _known(people, ballots, inspectorate, quarter, "invited")
    for edition in _editions(shelf, invited[-1]):
        rates = await _rates(people, inspectorate, invited[-1], edition)
        results.append(_compose(shelf, inspectorate, edition, invited, rates))
    opened = await _known(people, ballots, inspectorate, quarter, "open")
    for edition in sorted(opened[-1].boxes):
        results.append(_compose(shelf, inspectorate, edition, opened, None))
    return results


async def _known(
    people: AsyncSession,
    ballots: AsyncSession,
    inspectorate: Inspectorate,
    quarter: Quarter,
    channel: Channel,
) -> list[_Known]:
    """The quarter itself is the last of as many as a trend shows."""
    found = []
    for back in range(1 - TREND_QUARTERS, 1):
        each = quarter.plus(back)
        boxes = {
            (one.box.questionnaire, one.box.edition): one
            for one in await shown(ballots, inspectorate.slug, each, channel)
        }
        counted = None
        if channel == "invited":
            counted = await volumes(people, inspectorate.id, each) if boxes or not back else {}
        found.append(_Known(each, boxes, counted))
    return found


def _editions(shelf: Shelf, now: _Known) -> list[Edition]:
    """Those with a box, and the newest of questionnaires whose box has yet to open."""
    names = {name for _region, _kind, name in now.volumes or ()} - {name for name, _ in now.boxes}
    if not names and not now.boxes:
        names = {USUAL_QUESTIONNAIRE}
    return sorted([*now.boxes, *((name, shelf.latest(name).edition) for name in names)])


async def _rates(
    people: AsyncSession, inspectorate: Inspectorate, now: _Known, edition: Edition
) -> Rates:
    letters = await counts(people, inspectorate.id, now.quarter, edition[0])
    of_questionnaire = [
        volume
        for (_region, _kind, name), volume in (now.volumes or {}).items()
        if name == edition[0]
    ]
    return Rates(
        inspections=sum(volume.inspections for volume in of_questionnaire),
        with_email=sum(volume.with_email for volume in of_questionnaire),
        invited=letters.invited,
        delivered=letters.delivered,
        answered=_answered(now.boxes.get(edition)),
        failed=letters.failed,
        waiting=letters.waiting,
        to_invite=letters.to_invite,
        suppressed=letters.suppressed,
        too_late=letters.too_late,
    )


def _compose(
    shelf: Shelf,
    inspectorate: Inspectorate,
    edition: Edition,
    known: Sequence[_Known],
    rates: Rates | None,
) -> QuarterResult:
    facts = [_facts(each, edition) for each in known]
    while len(facts) > 1 and not facts[0].whole:
        facts.pop(0)  # a trend begins where there is something to show
    now, box = facts[-1], known[-1].boxes.get(edition)
    counted = set(now.regions) | set(now.populations or ())
    return compose(
        inspectorate.slug,
        shelf.edition(*edition),
        "open" if rates is None else "invited",
        facts,
        rates=rates,
        answered=_answered(box),
        waiting=box.waiting if box else 0,
        regions=[each.code for each in regions_of(inspectorate.country) if each.code in counted],
    )


def _facts(known: _Known, edition: Edition) -> Facts:
    box = known.boxes.get(edition)
    cells = box.cells if box else {}
    populations: Counter[str] = Counter()
    for (region, _kind, name), volume in (known.volumes or {}).items():
        if name == edition[0]:
            populations[region] += volume.inspections
    return Facts(
        known.quarter,
        _tallies(cells.get(_WHOLE, {})),
        {
            cell.removeprefix(_REGION): _tallies(of)
            for cell, of in cells.items()
            if cell.startswith(_REGION)
        },
        None if known.volumes is None else dict(populations),
    )


def _tallies(snapshots: Mapping[str, Snapshot]) -> dict[str, Tally]:
    return {
        question: Tally(snapshot.base, snapshot.counts)
        for question, snapshot in snapshots.items()
        if question != ANSWERS
    }


def _answered(box: Shown | None) -> int:
    answers = box.cells.get(_WHOLE, {}).get(ANSWERS) if box else None
    return answers.base if answers else 0
