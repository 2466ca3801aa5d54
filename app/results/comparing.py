"""What has changed since an earlier quarter, and which of it is more than chance."""

from collections.abc import Mapping, Sequence

from app.lib.multiplicity import holm
from app.questionnaires.definition import Question
from app.results.facts import Facts, count, sample
from app.results.figures import Change
from app.results.intervals import Sample, difference, p_value
from app.results.tabulating import trend_point

_Pair = tuple[Sample, Sample]  # now, before


def changes(
    questions: Sequence[Question], now: Facts, before: Facts | None
) -> Mapping[str, Change]:
    """By question, of those with a share in figures in both quarters.

    All are tested together: one of a dozen moves by more than its own interval in every other
    quarter, by chance. Holm's correction, because each question's sentence is read by itself:
    in 19 of 20 quarters not one of them is wrong, however the same people's answers hang together.
    """
    if before is None:
        return {}
    pairs = {
        each.id: (_sample(each, now), _sample(each, before))
        for each in questions
        if _has_share(each, now) and _has_share(each, before)
    }
    if now.population is None or before.population is None:
        return {name: _change(before, pair, None) for name, pair in pairs.items()}
    corrected = holm([p_value(*pair) for pair in pairs.values()])
    return {
        name: _change(before, pair, p)
        for (name, pair), p in zip(pairs.items(), corrected, strict=True)
    }


def _has_share(question: Question, facts: Facts) -> bool:
    """Withheld, or an extreme in words: whatever would compare it would tell its figure."""
    return trend_point(question, facts).positive is not None


def _sample(question: Question, facts: Facts) -> Sample:
    tally = facts.whole[question.id]
    return sample(count(question, tally), facts.population)


def _change(before: Facts, pair: _Pair, p: float | None) -> Change:
    """`p` is None in the open questionnaire: nobody was drawn, so chance says nothing."""
    change, (low, high) = difference(*pair)
    return Change(
        str(before.quarter),
        round(pair[1][0] / pair[1][1], 4),
        round(change, 4),
        None if p is None else (round(low, 4), round(high, 4)),
        None if p is None else round(p, 4),
    )
