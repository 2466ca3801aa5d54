"""Letters go out on working days in the inspectorate's hours, where it is."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.invitations.windows import is_open, next_window, soonest
from app.registry.describing import describe
from app.registry.tables import Inspectorate
from tests.making.registry import described


def body(country: str = "KG", **sending: Any) -> Inspectorate:
    """An inspectorate that sends then."""
    values = describe(described(country=country, sending=sending)).model_dump()
    return Inspectorate(**{name: values[name] for name in ("country", "sending")})


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
    assert next_window(at(now), body()) == at(opening)


def test_the_two_countries_have_their_own_holidays() -> None:
    independence_in_kazakhstan = at("2026-12-16 12:00")
    assert is_open(independence_in_kazakhstan, body())
    assert not is_open(independence_in_kazakhstan, body("KZ"))


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
    assert is_open(at(now), body()) is is_so


@settings(deadline=None)
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 1)).map(  # noqa: DTZ001
        lambda moment: moment.replace(tzinfo=UTC)
    ),
    st.sampled_from(["KG", "KZ"]),
)
def test_every_moment_has_a_window_after_it_that_is_open(now: datetime, country: str) -> None:
    of = body(country)
    opening = next_window(now, of)
    assert opening > now
    assert is_open(opening, of)
    assert is_open(soonest(now, of), of)


@pytest.mark.parametrize(
    ("now", "sending", "opening"),
    [
        ("2026-08-04 08:30", {"opens": 8, "closes": 10}, "2026-08-05 08:00"),
        ("2026-08-04 09:00", {"opens": 13, "closes": 21}, "2026-08-04 13:00"),
        ("2026-08-04 12:00", {"weekdays": ["monday"]}, "2026-08-10 09:00"),
        (
            "2025-01-10 18:00",
            {"weekdays": ["monday"]},
            "2025-01-11 09:00",
        ),  # stands in for a Monday
        ("2026-08-07 18:00", {"worked": ["2026-08-08"]}, "2026-08-08 09:00"),  # a Saturday
        (
            "2026-08-04 12:00",
            {"closed": [{"first": "2026-08-05", "last": "2026-08-11", "reason": "Токтом"}]},
            "2026-08-12 09:00",
        ),
        (
            "2026-08-07 18:00",
            {
                "worked": ["2026-08-08"],
                "closed": [{"first": "2026-08-08", "last": "2026-08-08", "reason": "Токтом"}],
            },
            "2026-08-10 09:00",
        ),
    ],
)
def test_an_inspectorate_has_hours_and_days_of_its_own(
    now: str, sending: dict[str, Any], opening: str
) -> None:
    assert next_window(at(now), body(**sending)) == at(opening)
    assert is_open(at(opening), body(**sending))
