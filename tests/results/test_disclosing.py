"""What is hidden stays hidden from somebody who can solve linear programs."""

from collections.abc import Mapping

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from app.results.disclosing import (
    Count,
    Hidden,
    bound,
    extreme,
    hidden_rows,
    outside_shares,
    separate_shares,
    shares,
)
from app.results.figures import Share
from tests.results.attacking import options_range, row_range

even_rows = st.integers(0, 120).flatmap(
    lambda base: st.builds(Count, st.just(base), st.integers(0, base))
)
# Regions where nearly everybody says the same are where tables leak.
lopsided_rows = st.tuples(st.integers(0, 120), st.integers(0, 6), st.booleans()).map(
    lambda row: Count(row[0], min(row[:2]) if row[2] else row[0] - min(row[:2]))
)
tables = st.lists(even_rows | lopsided_rows, min_size=2, max_size=9).map(
    lambda rows: {f"region-{place}": row for place, row in enumerate(rows)}
)
counts = st.lists(st.integers(0, 150) | st.integers(0, 4), min_size=2, max_size=6).map(
    lambda numbers: {str(place): number for place, number in enumerate(numbers)}
)


def whole(rows: Mapping[str, Count]) -> Count:
    return Count(sum(r.base for r in rows.values()), sum(r.positive for r in rows.values()))


@settings(deadline=None, max_examples=40)
@example({"all": Count(18, 18), "hardly any": Count(100, 5)}, 10)
@given(tables, st.sampled_from([10, 30]))
def test_no_hidden_row_follows_from_the_shown_rows_and_the_total(
    rows: dict[str, Count], least: int
) -> None:
    nothing_follows(rows, least)


@pytest.mark.slow
@settings(deadline=None, max_examples=400)
@given(tables, st.sampled_from([10, 30]))
def test_no_hidden_row_follows_in_hundreds_of_tables(rows: dict[str, Count], least: int) -> None:
    nothing_follows(rows, least)


def nothing_follows(rows: dict[str, Count], least: int) -> None:
    total = whole(rows)
    assume(total.base >= least and extreme(total.positive, total.base) is None)
    hidden = hidden_rows(rows, least, total)
    assume(hidden.withheld != set(rows))  # else there is nothing to subtract
    for name in hidden.withheld:
        for what in ("base", "positive", "negative"):
            low, high = row_range(rows, hidden, name, what)
            assert high - low >= 5
    for name, code in hidden.coded.items():
        low, high = row_range(rows, hidden, name, "positive" if code == "low" else "negative")
        assert high - low >= 1


# Together so nearly unanimous that their total is said in words, though a row may not be.
agreeing = st.lists(
    st.builds(
        lambda base, rare: Count(base, base - rare), st.integers(100, 400), st.integers(0, 8)
    ),
    min_size=1,
    max_size=6,
).map(lambda rows: {"odd": Count(30, 26), **{str(place): row for place, row in enumerate(rows)}})


@settings(deadline=None)
@given(agreeing, st.sampled_from([10, 30]))
def test_a_total_in_words_leaves_room_for_every_hidden_row(
    rows: dict[str, Count], least: int
) -> None:
    total = whole(rows)
    code = extreme(total.positive, total.base)
    assume(code)
    hidden = hidden_rows(rows, least, total)
    shown = [row for name, row in rows.items() if name not in hidden.withheld | set(hidden.coded)]
    assume(shown and len(shown) < len(rows))
    rare = sum(row.positive if code == "low" else row.base - row.positive for row in shown)
    assert bound(low_base=total.base < 20) * total.base - rare >= 5


@given(tables, st.sampled_from([10, 30]))
def test_hidden_rows_are_none_or_at_least_two_with_ten_answers(
    rows: dict[str, Count], least: int
) -> None:
    hidden = hidden_rows(rows, least, whole(rows))
    withheld = [rows[name] for name in hidden.withheld]
    if withheld and hidden.withheld != set(rows):
        assert len(withheld) >= 2
        assert sum(row.base for row in withheld) >= 10
    for name, row in rows.items():
        if name not in hidden.withheld:
            assert row.base >= least
            assert extreme(row.positive, row.base) == hidden.coded.get(name)


def test_the_attack_finds_what_a_careless_table_gives_away() -> None:
    rows = {"big": Count(80, 50), "small": Count(4, 3), "middle": Count(30, 20)}
    careless = Hidden(frozenset({"small"}), {})
    assert row_range(rows, careless, "small", "positive") == pytest.approx((3, 3))
    assert hidden_rows(rows, 10, whole(rows)).withheld == {"small", "middle"}


def test_a_lonely_extreme_takes_company() -> None:
    rows = {"a": Count(40, 39), "b": Count(50, 30), "c": Count(60, 40), "d": Count(70, 40)}
    hidden = hidden_rows(rows, 10, whole(rows))
    assert hidden == Hidden(frozenset({"b", "c"}), {"a": "high"})


def test_an_ordinary_table_is_shown_whole() -> None:
    rows = {"a": Count(40, 30), "b": Count(50, 30)}
    assert hidden_rows(rows, 10, whole(rows)) == Hidden(frozenset(), {})


@pytest.mark.parametrize(
    ("count", "base", "expected"),
    [
        (1, 20, "low"),
        (2, 20, None),
        (19, 20, "high"),
        (1, 10, "low"),
        (2, 10, None),
        (7, 140, "low"),
    ],
)
def test_almost_nobody_is_never_exactly_nobody(count: int, base: int, expected: str | None) -> None:
    assert extreme(count, base) == expected
    assert bound(low_base=base < 20) * base >= 1


@settings(deadline=None)
@given(counts, st.integers(1, 5))
def test_no_coded_or_joined_option_follows_from_the_others(
    numbers: dict[str, int], positives: int
) -> None:
    base = sum(numbers.values())
    assume(base >= 10)
    positive = tuple(numbers)[-positives:]
    shown = shares(numbers, positive, base)
    for share in shown:
        if share.coded or len(share.options) > 1:
            for option in share.options:
                low, high = options_range(shown, positive, base, option)
                assert high - low >= 1


@given(counts, st.integers(0, 6))
def test_shares_cover_every_option_once_in_order(numbers: dict[str, int], positives: int) -> None:
    base = sum(numbers.values())
    assume(base >= 10)
    shown = shares(numbers, tuple(numbers)[:positives], base)
    assert [option for share in shown for option in share.options] == list(numbers)
    for share in shown:
        assert (share.count is None) == (share.share is None) == bool(share.coded)


def test_a_rare_answer_joins_its_smaller_neighbour() -> None:
    numbers = {"1": 2, "2": 9, "3": 20, "4": 40, "5": 29}
    assert shares(numbers, ("4", "5"), 100) == (
        Share(("1", "2"), 11, 0.11),
        Share(("3",), 20, 0.2),
        Share(("4",), 40, 0.4),
        Share(("5",), 29, 0.29),
    )


def test_when_nearly_all_are_positive_only_that_is_said() -> None:
    numbers = {"no": 97, "hinted": 2, "demanded": 1}
    assert shares(numbers, ("no",), 100) == (
        Share(("no",), None, None, "high"),
        Share(("hinted", "demanded"), None, None, "low"),
    )


def test_options_of_a_multiple_choice_are_coded_one_by_one() -> None:
    assert separate_shares({"a": 1, "b": 50, "c": 99}, 100) == (
        Share(("a",), None, None, "low"),
        Share(("b",), 50, 0.5),
        Share(("c",), None, None, "high"),
    )


def test_rare_answers_outside_the_base_stand_together() -> None:
    assert outside_shares({"na": 2, "dont_know": 3, "": 0}, 105) == (
        Share(("na", "dont_know"), 5, 0.0476),
    )
    assert outside_shares({"na": 0, "": 0}, 104) == ()


def test_a_few_outside_the_base_are_not_counted_out() -> None:
    assert outside_shares({"na": 1, "dont_know": 9}, 40) == (Share(("na", "dont_know"), 10, 0.25),)
    assert outside_shares({"na": 1, "dont_know": 0}, 40) == (
        Share(("na", "dont_know"), None, None, "few"),
    )


def test_a_few_do_not_follow_from_the_others_outside_the_base() -> None:
    # The base is shown, and 5 of 20 are 25 %: the four would be what these leave.
    assert outside_shares({"na": 4, "dont_know": 5}, 20) == (Share(("na", "dont_know"), 9, 0.45),)
