"""Dates, quarters and numbers as each language writes them."""

from datetime import date

import pytest

from app.lib.dates import Case, official, quarter_name
from app.lib.i18n import speaking
from app.lib.numbers import count, percent, percent_exact, points
from app.lib.quarters import Quarter


@pytest.mark.parametrize(
    ("language", "case", "written"),
    [
        ("ky", "plain", "2026-жылдын 17-декабры"),
        ("ky", "on", "2026-жылдын 17-декабрында"),
        ("ky", "until", "2026-жылдын 17-декабрына"),
        ("kk", "plain", "2026 жылғы 17 желтоқсан"),
        ("kk", "on", "2026 жылғы 17 желтоқсанда"),
        ("kk", "until", "2026 жылғы 17 желтоқсанға"),
        ("ru", "on", "17 декабря 2026 года"),
        ("en", "on", "17 December 2026"),
    ],
)
def test_a_date_takes_the_ending_its_sentence_needs(
    language: str, case: Case, written: str
) -> None:
    with speaking(language):
        assert official(date(2026, 12, 17), case) == written


def test_kyrgyz_months_follow_their_vowel() -> None:
    with speaking("ky"):
        written = [official(date(2026, month, 1), "on").split("-")[2] for month in (4, 5, 7)]
    assert written == ["апрелинде", "майында", "июлунда"]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ky", "2026-жылдын 3-чейреги"),
        ("kk", "2026 жылғы III тоқсан"),
        ("ru", "III квартал 2026 года"),
        ("en", "Q3 2026"),
    ],
)
def test_a_quarter_has_its_official_name(language: str, written: str) -> None:
    with speaking(language):
        assert quarter_name(Quarter(2026, 3)) == written


def test_numbers_follow_the_language() -> None:
    with speaking("ru"):
        assert (count(12345), percent(0.346), percent_exact(0.3456)) == (
            "12\u00a0345",
            "35\u00a0%",
            "34,6\u00a0%",
        )
    with speaking("ky"):
        assert (percent(0.346), percent_exact(0.3456)) == ("35%", "34,6%")


def test_a_change_has_its_sign() -> None:
    assert [points(0.051), points(-0.03), points(0.001)] == ["+5", "−3", "0"]
