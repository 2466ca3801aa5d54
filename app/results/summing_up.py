"""A quarter in a few sentences: what has changed, how sure that is, and from how many answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.lib.dates import quarter_name
from app.lib.i18n import gettext as _
from app.lib.i18n import ngettext, spoken
from app.lib.numbers import count, percent
from app.lib.quarters import Quarter
from app.results import changing, describing
from app.results.figures import Change, QuarterResult
from app.results.flat import Editions
from app.results.glancing import Since, earlier, since_then
from app.results.leading import Asked, headline, inspections, told

_Moved = tuple[Asked, Change]


@dataclass(frozen=True)
class Summary:
    """`headline` is what matters most, `then` the sentence after it: how sure that is, or the
    leading figure. `further` are the other changes beyond chance.
    """

    headline: str
    then: str
    further: tuple[str, ...]
    basis: tuple[str, ...]


def sum_up(
    results: Sequence[QuarterResult], editions: Editions, quarter: Quarter, since: Since
) -> Summary:
    """In the language being spoken."""
    found = told(results, editions)
    compared = [
        (asked, change)
        for asked in found
        if (change := since_then(asked[1], since)) and change.interval
    ]
    moved = sorted(
        (each for each in compared if each[1].is_beyond_chance),
        key=lambda each: (each[1].p_value or 0.0, -abs(each[1].change)),
    )
    basis = tuple(_basis(results))
    if moved:
        first, *others = moved
        further = tuple(_sentence(each) for each in others)
        sure = f"{changing.certainty(first[1])} {changing.interval(first[1])}"
        return Summary(_sentence(first), sure, further, basis)
    if compared:
        nothing = changing.nothing(earlier(quarter, since))
        return Summary(nothing, _sentence(compared[0]), (), basis)
    if found:
        name = quarter_name(earlier(quarter, since))
        alone = _("There are no figures of %(quarter)s to compare with.", quarter=name)
        return Summary(describing.finding_now(*found[0]), alone, (), basis)
    return Summary(headline(results, editions, quarter), "", (), basis)


def _sentence(of: _Moved) -> str:
    (question, result), change = of
    return changing.compared(question.short[spoken()], percent(result.positive or 0.0), change)


def _basis(results: Sequence[QuarterResult]) -> list[str]:
    """Answers of those invited, their part of all inspections, and what waits."""
    asked = inspections(results)
    if not asked:
        return []
    answered = sum(result.answered for result in results if result.channel == "invited")
    waiting = sum(result.waiting for result in results)
    said = [
        ngettext(
            "%(answers)s answer has been counted: %(share)s of %(inspections)s inspections.",
            "%(answers)s answers have been counted: %(share)s of %(inspections)s inspections.",
            answered,
            answers=count(answered),
            share=percent(answered / asked),
            inspections=count(asked),
        )
    ]
    if waiting:
        said.append(_("At least %(n)s more answers wait, sealed, to be mixed.", n=count(waiting)))
    return said
