"""Who is pointed out, who is not, and of whom nothing can be said."""

from collections.abc import Sequence

import pytest

from app.invitations.signals.judging import ALPHA, Compared, Judged, Share, Verdict, judge

CHECK, USUAL, TOO_FEW = Verdict.CHECK, Verdict.USUAL, Verdict.TOO_FEW


def together(*shares: tuple[int, int]) -> Sequence[Judged]:
    """Of one inspectorate whose inspectors have (count, base) each."""
    every = [Share(*one) for one in shares]
    total = sum(every, Share(0, 0))
    return judge([Compared(one, total - one) for one in every])


def verdicts(judged: Sequence[Judged]) -> Sequence[Verdict]:
    return [one.verdict for one in judged]


def test_who_stands_far_out_is_pointed_out_and_colleagues_are_not() -> None:
    assert verdicts(together((40, 60), *[(12, 60)] * 9)) == [CHECK, *[USUAL] * 9]


def test_a_handful_of_acts_says_nothing() -> None:
    assert verdicts(together((4, 4), *[(12, 60)] * 9))[0] is TOO_FEW
    assert verdicts(together((0, 0), *[(12, 60)] * 9))[0] is TOO_FEW


def test_an_inspector_without_colleagues_is_compared_with_nobody() -> None:
    judged = together((60, 60))
    assert verdicts(judged) == [TOO_FEW]
    assert judged[0].needed is None


def test_where_nobody_or_everybody_does_it_nobody_stands_out() -> None:
    assert verdicts(together(*[(0, 60)] * 5)) == [USUAL] * 5
    assert CHECK not in verdicts(together(*[(60, 60)] * 5))


def test_one_such_act_where_colleagues_have_none_is_no_reason_to_ask() -> None:
    assert CHECK not in verdicts(together((1, 60), *[(0, 60)] * 9))


def test_a_difference_that_is_certain_but_small_is_no_reason_to_ask() -> None:
    # 26 % against 20 %: of so many acts far beyond chance, and far from double.
    judged = together((1_300, 5_000), *[(1_000, 5_000)] * 9)
    assert judged[0].compared.chance < ALPHA / 1_000
    assert verdicts(judged)[0] is USUAL


def test_own_acts_are_not_among_those_they_are_compared_with() -> None:
    # The inspector has most acts of a small inspectorate: a rate with them in it hides them.
    judged = together((60, 100), (4, 40), (4, 40))
    assert judged[0].compared.colleagues == Share(8, 80)
    assert verdicts(judged)[0] is CHECK


def test_the_threshold_is_stricter_where_hundreds_are_tested_and_one_stands_out() -> None:
    honest = [(12, 60)] * 299
    assert together((40, 60), *honest)[0].threshold == pytest.approx(0.1 / 300)
    # Four stand out: of them, that threshold expects fewer than one in ten to be chance.
    assert together(*[(40, 60)] * 4, *honest[3:])[0].threshold == ALPHA


def test_the_count_from_which_somebody_is_pointed_out_is_exact() -> None:
    others = Share(2_400, 12_000)
    beside = Compared(Share(0, 60), others)
    limit = beside.stands_out_from(ALPHA)
    assert not Compared(Share(limit - 1, 60), others).is_beyond(ALPHA)
    assert Compared(Share(limit, 60), others).is_beyond(ALPHA)


def test_too_few_names_how_many_would_be_enough() -> None:
    few, *_others = together((1, 5), *[(12, 60)] * 200)
    assert few.needed is not None
    assert power_with(few, few.needed) >= 0.5 > power_with(few, few.needed - 1)


def test_inspectors_with_equally_many_acts_are_told_the_same() -> None:
    judged = together(*[(count, 22) for count in range(12)], *[(12, 60)] * 20)
    assert len(set(verdicts(judged)[:12])) == 1


def power_with(judged: Judged, acts: int) -> float:
    return Compared(Share(0, acts), judged.compared.colleagues).power(judged.threshold)
