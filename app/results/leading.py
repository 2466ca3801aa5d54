"""What speaks for a quarter: its leading questionnaire and question, and the headline of both."""

from collections.abc import Sequence

from app.lib.dates import quarter_name
from app.lib.i18n import gettext as _
from app.lib.quarters import Quarter
from app.questionnaires.definition import Question
from app.results.describing import finding
from app.results.figures import QuarterResult, QuestionResult
from app.results.flat import Editions

Asked = tuple[Question, QuestionResult]


def headline(results: Sequence[QuarterResult], editions: Editions, quarter: Quarter) -> str:
    """The leading finding; or why there is none."""
    if not inspections(results):
        return _("No inspections in %(quarter)s", quarter=quarter_name(quarter))
    found = told(results, editions)
    if not found:
        return _("Too few answers in %(quarter)s to show results", quarter=quarter_name(quarter))
    return finding(*found[0])


def principal(results: Sequence[QuarterResult]) -> QuarterResult | None:
    """The questionnaire that most of those invited have answered."""
    invited = [result for result in results if result.channel == "invited"]
    return max(invited, key=lambda result: result.answered, default=None)


def told(results: Sequence[QuarterResult], editions: Editions) -> list[Asked]:
    """Of the principal questionnaire, what has a positive share to show, in words or in figures.
    The question that nobody skips leads, if there is one.
    """
    result = principal(results)
    if result is None:
        return []
    edition = editions.edition(result.questionnaire, result.edition)
    shown = [
        (edition.question(each.question), each)
        for each in result.questions
        if not each.withheld and (each.positive is not None or each.coded)
    ]
    return sorted(shown, key=lambda asked: not asked[0].required)


def inspections(results: Sequence[QuarterResult]) -> int:
    """Of all questionnaires together."""
    return sum(result.rates.inspections for result in results if result.rates)
