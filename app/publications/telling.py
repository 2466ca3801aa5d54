"""A release in a few words: its headline, its figures in large type, its main findings."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.lib.dates import quarter_name
from app.lib.i18n import gettext as _
from app.lib.i18n import ngettext, spoken
from app.lib.numbers import count, percent, percent_exact, points, whole_points
from app.lib.quarters import Quarter
from app.publications.document import Document
from app.questionnaires.definition import Question
from app.results import headings, leading
from app.results.describing import answers, finding
from app.results.figures import Change, QuestionResult

_FEWEST_FINDINGS = 3
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
    """Three to five: the highest share, the lowest, what has changed, and how regions differ."""
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
    found = extremes + _changes(others) + _regions(document, told[0][0])
    return found if len(found) >= _FEWEST_FINDINGS else [*found, _participation(document)]


def circumstances(result: QuestionResult) -> str:
    """Its number of answers and its change; empty if its share is said in words only."""
    if result.positive is None:
        return ""
    note = [answers(result.base or 0)]
    if result.last_quarter:
        note.append(_moved(result.last_quarter))
    return "; ".join(note)


def _moved(since: Change) -> str:
    quarter = quarter_name(Quarter.parse(since.quarter))
    change = whole_points(since.change)
    if not change:
        return _("the share is the same as in %(quarter)s", quarter=quarter)
    return ngettext(
        "%(change)s point against %(quarter)s",
        "%(change)s points against %(quarter)s",
        abs(change),
        change=points(since.change),
        quarter=quarter,
    )


def _share(question: Question, result: QuestionResult) -> Card:
    figure = percent(result.positive or 0)
    return Card(figure, question.short[spoken()], circumstances(result))


def _rates(document: Document) -> list[Card]:
    inspections = leading.inspections(document.results)
    answered = _answered(document)
    found = [Card(count(answered), _("answers to letters"))]
    if inspections:
        of_all = _("of %(n)s inspections", n=count(inspections))
        found.append(Card(percent_exact(answered / inspections), _("response rate"), of_all))
    return found


def _changes(told: Sequence[leading.Asked]) -> list[Finding]:
    """What has changed more than chance alone explains, two at most; or that nothing has."""
    compared = [(asked, change) for asked in told if (change := asked[1].last_quarter)]
    clear = [finding(*asked) for asked, change in compared if change.is_beyond_chance]
    if compared and not clear:
        quarter = quarter_name(Quarter.parse(compared[0][1].quarter))
        sentence = _(
            "Of the other shares none has changed since %(quarter)s by more than chance explains.",
            quarter=quarter,
        )
        return [Finding(_("Changes"), sentence)]
    return [Finding(_("Clear change"), sentence) for sentence in clear[:2]]


def _participation(document: Document) -> Finding:
    """For a first quarter, which has nothing to be compared with."""
    sentence = _(
        "Answers came about %(answered)s of %(inspections)s inspections.",
        answered=count(_answered(document)),
        inspections=count(leading.inspections(document.results)),
    )
    return Finding(_("Answers"), sentence)


def _answered(document: Document) -> int:
    return sum(result.answered for result in document.of_channel("invited"))


def _regions(document: Document, question: Question) -> list[Finding]:
    """Of the leading question; nothing if fewer than two regions have figures."""
    principal = leading.principal(document.results)
    rows = principal.regions.get(question.id, ()) if principal else ()
    if len([row for row in rows if row.positive is not None]) < 2:
        return []
    return [Finding(_("Between regions"), headings.breakdown(question, {"regions": rows}))]
