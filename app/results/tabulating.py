"""From counts to what is shown of each question: the rules of disclosing and intervals, applied."""

from collections.abc import Iterable

from app.questionnaires.definition import Question
from app.questionnaires.validating import options_of
from app.results.disclosing import extreme, is_low, outside_shares, separate_shares, shares
from app.results.facts import Facts, Tally, asked_of, base_of, count, interval, outside_of, sample
from app.results.figures import Change, QuestionResult, Share, TrendPoint
from app.results.intervals import Interval, bounds


def question_result(
    question: Question,
    now: Facts,
    *,
    last_quarter: Change | None = None,
    last_year: Change | None = None,
) -> QuestionResult:
    """What the changes are is decided beside all the other questions: see `comparing`."""
    tally = now.shown(question)
    if tally is None:
        return QuestionResult(question.id, withheld=True)
    point = trend_point(question, now)
    return QuestionResult(
        question.id,
        base=point.base,
        shares=option_shares(question, tally),
        outside=outside_shares_of(question, tally),
        positive=point.positive,
        interval=point.interval,
        coded=point.coded,
        last_quarter=last_quarter,
        last_year=last_year,
        low_base=point.low_base,
        bounds=_bounds(question, now) if point.interval else None,
    )


def option_shares(question: Question, tally: Tally) -> tuple[Share, ...]:
    counts = {
        option: tally.counts.get(option, 0)
        for option in options_of(question)
        if option not in question.outside
    }
    if question.type == "multiple":
        return separate_shares(counts, base_of(question, tally))
    return shares(counts, question.positive, base_of(question, tally))


def outside_shares_of(question: Question, tally: Tally) -> tuple[Share, ...]:
    counts = {key: tally.counts.get(key, 0) for key in outside_of(question)}
    return outside_shares(counts, asked_of(tally))


def trend(question: Question, facts: Iterable[Facts]) -> tuple[TrendPoint, ...]:
    """A point for each of `facts`; where nothing may be shown it has no figures."""
    return tuple(trend_point(question, each) for each in facts) if question.positive else ()


def trend_point(question: Question, facts: Facts) -> TrendPoint:
    tally = facts.shown(question)
    if tally is None:
        return TrendPoint(str(facts.quarter))
    counted = count(question, tally)
    code = extreme(counted.positive, counted.base)
    has_share = bool(question.positive) and code is None
    return TrendPoint(
        str(facts.quarter),
        counted.base,
        round(counted.positive / counted.base, 4) if has_share else None,
        interval(counted, facts.population) if has_share else None,
        code if question.positive else None,
        is_low(counted.base),
    )


def _bounds(question: Question, facts: Facts) -> Interval:
    """Of all inspections. Those outside the base are missing as well: without them in it, the
    bounds would tell how many they are, also where these are too few to be told.
    """
    low, high = bounds(*sample(count(question, facts.whole[question.id]), facts.population))
    return round(low, 4), round(high, 4)
