"""When a quarter is published."""

from zoneinfo import ZoneInfo

from app.lib.quarters import Quarter
from app.publications.calendar import due_at
from app.registry.countries import zone


def local(quarter: Quarter, country: str) -> str:
    return f"{due_at(quarter, country).astimezone(ZoneInfo(zone(country))):%Y-%m-%d %H:%M}"


def test_a_quarter_is_published_five_days_after_its_box_has_closed_at_half_past_nine() -> None:
    # It closes on 14 November 2026; the 19th is a Thursday.
    assert local(Quarter(2026, 3), "KG") == "2026-11-19 09:30"
    assert local(Quarter(2026, 3), "KZ") == "2026-11-19 09:30"


def test_a_weekend_moves_publication_to_monday() -> None:
    # 19 November 2028 is a Sunday.
    assert local(Quarter(2028, 3), "KG") == "2028-11-20 09:30"


def test_a_holiday_moves_publication_in_its_country_only() -> None:
    # 19 August 2012 was a Sunday; on Monday the Kyrgyz Republic celebrated Orozo Ait.
    assert local(Quarter(2012, 2), "KG") == "2012-08-21 09:30"
    assert local(Quarter(2012, 2), "KZ") == "2012-08-20 09:30"
