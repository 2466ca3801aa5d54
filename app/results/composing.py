"""One questionnaire's quarter, whole: from the facts of this quarter and of those before."""

from collections.abc import Sequence

from app.ballots.boxes import Channel
from app.questionnaires.definition import Questionnaire
from app.results.breakdowns import kind_rows, region_rows
from app.results.comparing import changes
from app.results.facts import Facts
from app.results.figures import QuarterResult
from app.results.funnel import placed
from app.results.rates import Rates
from app.results.tabulating import question_result, trend

TREND_QUARTERS = 8


def compose(
    inspectorate: str,
    questionnaire: Questionnaire,
    channel: Channel,
    facts: Sequence[Facts],
    *,
    rates: Rates | None,
    answered: int,
    waiting: int,
    regions: Sequence[str],
    kinds: Sequence[str],
) -> QuarterResult:
    """`facts` are of consecutive quarters, the one in question last; regions and kinds in order."""
    now, earlier = facts[-1], {each.quarter: each for each in facts[:-1]}
    last = earlier.get(now.quarter.previous)
    closed = questionnaire.closed
    since_quarter = changes(closed, now, last)
    since_year = changes(closed, now, earlier.get(now.quarter.plus(-4)))
    # In the open questionnaire nobody was drawn: chance has no limits there.
    compared = tuple if now.population is None else placed
    rows = {each.id: compared(region_rows(each, now, last, regions)) for each in closed}
    by_kind = {each.id: compared(kind_rows(each, now, last, kinds)) for each in closed}
    points = {each.id: trend(each, facts[-TREND_QUARTERS:]) for each in closed}
    return QuarterResult(
        inspectorate,
        str(now.quarter),
        questionnaire.name,
        questionnaire.edition,
        channel,
        rates,
        answered,
        waiting,
        questions=tuple(
            question_result(
                each,
                now,
                last_quarter=since_quarter.get(each.id),
                last_year=since_year.get(each.id),
            )
            for each in closed
        ),
        regions={question: row for question, row in rows.items() if row},
        kinds={question: row for question, row in by_kind.items() if row},
        trend={question: of for question, of in points.items() if of},
    )
