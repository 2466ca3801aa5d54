"""A release in a few words: its headline, its figures in large type, its main findings."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.lib.dates import quarter_name
from app.lib.i18n import gettext as _
from app.lib.i18n import spoken
from app.lib.numbers import count, percent, percent_exact, points
from app.lib.quarters import Quarter
from app.publications.document import Document
from app.questionnaires.definition import Question
from app.results.describing import answers, finding
from app.results.figures import QuarterResult, QuestionResult

_SHARES = 3  # in large type, beside the number of answers and the response rate

Asked = tuple[Question, QuestionResult]


@dataclass(frozen=True)
class Card:
    figure: str
    label: str
    note: str = ""


@dataclass(frozen=True)
class Finding:
    kind: str
    sentence: str


def headline(document: Document) -> str:
    """The finding on the question that nobody skips; or why there is none."""
    quarter = quarter_name(Quarter.parse(document.quarter))
    if not _inspections(document):
        return _("No inspections in %(quarter)s", quarter=quarter)
    result = principal(document)
    told = list(_told(document, result)) if result else []
    if not told:
        return _("Too few answers in %(quarter)s to show results", quarter=quarter)
    return finding(*next((asked for asked in told if asked[0].required), told[0]))


def principal(document: Document) -> QuarterResult | None:
    """The questionnaire that most of those invited have answered."""
    return next(iter(document.of_channel("invited")), None)


def cards(document: Document) -> list[Card]:
    """Three to five."""
    result = principal(document)
    if result is None or result.rates is None:
        return []
    told = sorted(_told(document, result), key=lambda asked: not asked[0].required)
    shares = [_share(*asked) for asked in told if asked[1].positive is not None][:_SHARES]
    return [*shares, *_rates(document)]


def findings(document: Document) -> list[Finding]:
    """The highest share, the lowest, and what has changed more than chance alone explains."""
    result = principal(document)
    told = list(_told(document, result)) if result else []
    ranked = sorted(
        (asked for asked in told if asked[1].positive is not None),
        key=lambda asked: asked[1].positive or 0,
    )
    if len(ranked) < 2:
        return []
    extremes = [
        Finding(_("Highest share"), finding(*ranked[-1])),
        Finding(_("Lowest share"), finding(*ranked[0])),
    ]
    changed = [Finding(_("Clear change"), finding(*asked)) for asked in told if _changed(asked[1])]
    return extremes + changed[:3]


def _told(document: Document, result: QuarterResult) -> Iterator[Asked]:
    """The questions of which a positive share is shown, in words or in figures."""
    edition = document.edition_of(result)
    for each in result.questions:
        if not each.withheld and (each.positive is not None or each.coded):
            yield edition.question(each.question), each


def _share(question: Question, result: QuestionResult) -> Card:
    note = [answers(result.base or 0)]
    if result.last_quarter:
        note.append(
            _(
                "%(change)s points against %(quarter)s",
                change=points(result.last_quarter.change),
                quarter=quarter_name(Quarter.parse(result.last_quarter.quarter)),
            )
        )
    return Card(percent(result.positive or 0), question.short[spoken()], "; ".join(note))


def _rates(document: Document) -> list[Card]:
    inspections = _inspections(document)
    answered = sum(result.answered for result in document.of_channel("invited"))
    found = [Card(count(answered), _("answers to letters"))]
    if inspections:
        of_all = _("of %(n)s inspections", n=count(inspections))
        found.append(Card(percent_exact(answered / inspections), _("response rate"), of_all))
    return found


def _inspections(document: Document) -> int:
    return sum(
        result.rates.inspections for result in document.of_channel("invited") if result.rates
    )


def _changed(result: QuestionResult) -> bool:
    interval = result.last_quarter.interval if result.last_quarter else None
    return interval is not None and not interval[0] <= 0 <= interval[1]
