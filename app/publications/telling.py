"""A release in a few words: its headline, its figures in large type, its main findings."""

from dataclasses import dataclass

from app.lib.dates import quarter_name
from app.lib.i18n import gettext as _
from app.lib.i18n import spoken
from app.lib.numbers import count, percent, percent_exact, points
from app.lib.quarters import Quarter
from app.publications.document import Document
from app.questionnaires.definition import Question
from app.results import leading
from app.results.describing import answers, finding
from app.results.figures import QuestionResult

_SHARES = 3  # in large type, beside the number of answers and the response rate


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
    return leading.headline(document.results, document, Quarter.parse(document.quarter))


def cards(document: Document) -> list[Card]:
    """Three to five."""
    if leading.principal(document.results) is None:
        return []
    told = leading.told(document.results, document)
    shares = [_share(*asked) for asked in told if asked[1].positive is not None][:_SHARES]
    return [*shares, *_rates(document)]


def findings(document: Document) -> list[Finding]:
    """The highest share, the lowest, and what else has changed more than chance alone explains."""
    told = leading.told(document.results, document)
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
    others = [asked for asked in told if asked not in (ranked[0], ranked[-1])]
    changed = [asked for asked in others if _changed(asked[1])]
    return extremes + [Finding(_("Clear change"), finding(*asked)) for asked in changed[:3]]


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
    inspections = leading.inspections(document.results)
    answered = sum(result.answered for result in document.of_channel("invited"))
    found = [Card(count(answered), _("answers to letters"))]
    if inspections:
        of_all = _("of %(n)s inspections", n=count(inspections))
        found.append(Card(percent_exact(answered / inspections), _("response rate"), of_all))
    return found


def _changed(result: QuestionResult) -> bool:
    interval = result.last_quarter.interval if result.last_quarter else None
    return interval is not None and not interval[0] <= 0 <= interval[1]
