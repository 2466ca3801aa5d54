"""Letters go out on working days between nine and five, where the inspectorate is."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.invitations.windows import is_open, next_window, soonest

BISHKEK = ZoneInfo("Asia/Bishkek")


def at(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=BISHKEK)


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        ("2026-08-04 08:59", "2026-08-04 09:00"),  # a Tuesday
        ("2026-08-04 09:00", "2026-08-05 09:00"),  # never the window that is open
        ("2026-08-04 12:00", "2026-08-05 09:00"),
        ("2026-08-07 18:00", "2026-08-10 09:00"),  # over the weekend
        ("2026-08-28 18:00", "2026-09-01 09:00"),  # over Independence Day, a Monday
        ("2025-01-10 18:00", "2025-01-11 09:00"),  # a Saturday worked for a moved holiday
    ],
)
def test_the_next_window_opens_on_the_next_working_morning(now: str, opening: str) -> None:
    assert next_window(at(now), "KG") == at(opening)


def test_the_two_countries_have_their_own_holidays() -> None:
    independence_in_kazakhstan = at("2026-12-16 12:00")
    assert is_open(independence_in_kazakhstan, "KG")
    assert not is_open(independence_in_kazakhstan, "KZ")


@pytest.mark.parametrize(
    ("now", "is_so"),
    [
        ("2026-08-04 08:59", False),
        ("2026-08-04 09:00", True),
        ("2026-08-04 16:59", True),
        ("2026-08-04 17:00", False),
        ("2026-08-08 12:00", False),
    ],
)
def test_windows_are_open_from_nine_to_five_on_working_days(now: str, is_so: bool) -> None:
    assert is_open(at(now), "KG") is is_so


@settings(deadline=None)
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)).map(  # noqa: DTZ001
        lambda moment: moment.replace(tzinfo=UTC)
    ),
    st.sampled_from(["KG", "KZ"]),
)
def test_every_moment_has_a_window_after_it_that_is_open(now: datetime, country: str) -> None:
    opening = next_window(now, country)
    assert opening > now
    assert is_open(opening, country)
    assert is_open(soonest(now, country), country)
