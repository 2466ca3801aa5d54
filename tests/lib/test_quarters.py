"""Quarters as a value."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lib.quarters import Quarter

DAYS = st.dates(date(1991, 1, 1), date(2199, 12, 31))


@given(DAYS)
def test_every_day_lies_in_its_quarter(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.first_day <= day <= quarter.last_day
    assert quarter.next.first_day == quarter.last_day + timedelta(days=1)
    assert quarter.next.previous == quarter


@given(DAYS)
def test_what_is_written_is_read_back(day: date) -> None:
    quarter = Quarter.of(day)
    assert Quarter.parse(str(quarter)) == Quarter.parse(quarter.slug) == quarter


@pytest.mark.parametrize("written", ["2026", "2026-Q5", "2026Q1", "26-Q1", "2026-Q1 ", ""])
def test_anything_else_is_not_a_quarter(written: str) -> None:
    with pytest.raises(ValueError, match="2026-Q3"):
        Quarter.parse(written)


def test_answers_are_taken_until_45_days_after_the_quarter() -> None:
    assert Quarter(2026, 3).closes_on == date(2026, 11, 14)
