"""Taxpayer's numbers, time zones and languages of the two countries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.registry.countries import (
    check_digit,
    default_language,
    tax_number_error,
    tax_number_warning,
    zone,
)

HEADS = st.text("0123456789", min_size=11, max_size=11)

# Of large Kazakh companies.
REAL_BINS = ("971240001315", "940140000385", "020240000555", "990740000683")


def residue(head: str, weights: list[int]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(head, weights, strict=True)) % 11


@pytest.mark.parametrize("number", REAL_BINS)
def test_real_numbers_pass_without_a_warning(number: str) -> None:
    assert tax_number_error("KZ", number) is None
    assert tax_number_warning("KZ", number) is None


@given(HEADS)
def test_the_check_digit_is_the_first_remainder_that_is_a_digit(head: str) -> None:
    first = residue(head, list(range(1, 12)))
    second = residue(head, [*range(3, 12), 1, 2])
    expected = first if first < 10 else second
    assert check_digit(head) == (str(expected) if expected < 10 else None)


@given(HEADS, st.integers(0, 9))
def test_any_other_last_digit_warns_and_is_taken(head: str, last: int) -> None:
    number = f"{head}{last}"
    assert tax_number_error("KZ", number) is None
    assert (tax_number_warning("KZ", number) is None) == (check_digit(head) == str(last))


@given(HEADS, st.integers(0, 9), st.integers(1, 9))
def test_a_typing_error_before_the_last_two_digits_is_noticed(
    head: str, place: int, by: int
) -> None:
    """For heads that the first weights decide, before and after: those are nine in ten."""
    changed = head[:place] + str((int(head[place]) + by) % 10) + head[place + 1 :]
    weights = list(range(1, 12))
    if residue(head, weights) < 10 and residue(changed, weights) < 10:
        assert check_digit(head) != check_digit(changed)


@given(st.text(max_size=20))
def test_only_the_right_count_of_plain_digits_is_a_number(text: str) -> None:
    for country, count in (("KG", 14), ("KZ", 12)):
        is_number = len(text) == count and all(sign in "0123456789" for sign in text)
        assert (tax_number_error(country, text) is None) == is_number


@pytest.mark.parametrize(
    "number", ["١٢٣٤٥٦٧٨٩٠١٢٣٤", "0123456789012", "012345678901234", "0123456789012a"]
)
def test_what_is_no_kyrgyz_number_says_how_many_digits_it_has(number: str) -> None:
    assert "14 digits" in (tax_number_error("KG", number) or "")


def test_a_kyrgyz_number_has_no_known_check_digit() -> None:
    assert tax_number_warning("KG", "01234567890123") is None


def test_zones_and_languages() -> None:
    assert (zone("KG"), default_language("KG")) == ("Asia/Bishkek", "ky")
    assert (zone("KZ"), default_language("KZ")) == ("Asia/Almaty", "kk")
