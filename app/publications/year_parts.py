"""A year in words and tables: each questionnaire's quarters side by side, and their sum."""

from app.lib.dates import quarter_short
from app.lib.i18n import gettext as _
from app.lib.i18n import ngettext, spoken
from app.lib.numbers import count, percent
from app.lib.quarters import Quarter
from app.questionnaires.definition import Questionnaire
from app.results.annual import REST, YearQuestion, YearResult
from app.results.describing import answers, positive_words
from app.results.figures import TrendPoint
from app.results.flat import Editions
from app.results.listing import Cell, Row, Table


def told(editions: Editions, result: YearResult) -> dict[str, object]:
    """What components/year.html shows of it, in the language being spoken."""
    questionnaire = editions.edition(result.questionnaire, result.edition)
    heading = questionnaire.title[spoken()]
    if result.channel == "open":
        heading = _("%(title)s: the open questionnaire", title=heading)
    return {
        "id": f"{result.channel}-{result.questionnaire}-{result.edition}",
        "heading": heading,
        "sentences": _sentences(result),
        "rates": _rates(result),
        "questions": [
            _question(questionnaire, each) for each in result.questions if _is_shown(each)
        ],
        "not_shown": _not_shown(questionnaire, result),
    }


def _sentences(result: YearResult) -> list[str]:
    """How many answered, and what became of those whom no quarter could show."""
    said = [answers(result.answered)]
    if result.opened:
        said.append(
            ngettext(
                "%(count)s of them was opened at the end of the year.",
                "%(count)s of them had come in quarters with too few answers; they were opened"
                " together at the end of the year.",
                result.opened,
                count=count(result.opened),
            )
        )
    if result.destroyed:
        said.append(
            ngettext(
                "%(count)s of them was destroyed unread: there were fewer than ten such answers in"
                " the whole year.",
                "%(count)s of them were destroyed unread: there were fewer than ten such answers in"
                " the whole year.",
                result.destroyed,
                count=count(result.destroyed),
            )
        )
    return said


def _rates(result: YearResult) -> Table | None:
    if not result.rates:
        return None
    quarters = [quarter_short(Quarter.parse(quarter)) for quarter in result.rates]
    of = result.rates.values()
    stages = {
        _("Inspections"): [rates.inspections for rates in of],
        _("Letter delivered"): [rates.delivered for rates in of],
        _("Answered"): [rates.answered for rates in of],
    }
    rows = [Row(stage, tuple(Cell(count(n)) for n in ns)) for stage, ns in stages.items()]
    return Table(_("From inspections to answers"), (_("Quarter"), *quarters), tuple(rows))


def _is_shown(question: YearQuestion) -> bool:
    """Whether anything is told of it, in a figure or in words."""
    return any(part.coded or part.positive is not None for part in question.parts)


def _not_shown(questionnaire: Questionnaire, result: YearResult) -> str:
    """Which questions have no table; empty if all have one, or if nobody has answered at all."""
    hidden = [each.question for each in result.questions if not _is_shown(each)]
    if not hidden or not result.answered:
        return ""
    names = [questionnaire.question(name).short[spoken()] for name in hidden]
    return _("Too few answers to show: %(questions)s.", questions="; ".join(names))


def _question(questionnaire: Questionnaire, of: YearQuestion) -> Table:
    """Its quarters, what they left, and the year."""
    rows = [_row(_period(point), positive_words(point), point.base) for point in of.parts]
    year = _("not shown") if of.positive is None else percent(of.positive)
    rows.append(_row(_("The year"), year, of.base))
    caption = questionnaire.question(of.question).text[spoken()]
    return Table(caption, (_("Quarter"), _("Positive"), _("Answers")), tuple(rows))


def _row(label: str, words: str, base: int | None) -> Row:
    return Row(label, (Cell(words), Cell("" if base is None else count(base))))


def _period(point: TrendPoint) -> str:
    if point.quarter == REST:
        return _("Quarters with too few answers")
    return quarter_short(Quarter.parse(point.quarter))
