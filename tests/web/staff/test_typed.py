"""Dates and numbers as fingers type them."""

import pytest

from app.web.staff.typed import as_meant


@pytest.mark.parametrize(
    "typed",
    [
        "31.07.2026", "31072026", "310726", "31.7.26", "31/07/2026", "31 7 2026", "31-07-2026",
        "31, 7, 26", "2026-07-31", " 31.07.2026 ",
    ],
)  # fmt: skip
def test_a_date_is_understood_however_it_is_typed(typed: str) -> None:
    assert as_meant({"act_date": typed}) == {"act_date": "31.07.2026"}


@pytest.mark.parametrize("typed", ["31 июля", "3107", "", "31.07", "²1.07.2026"])
def test_what_is_not_understood_stays_as_it_was_typed(typed: str) -> None:
    assert as_meant({"act_date": typed}) == {"act_date": typed}


def test_a_day_that_does_not_exist_is_left_for_the_rules_to_refuse() -> None:
    assert as_meant({"act_date": "310226"}) == {"act_date": "31.02.2026"}


def test_a_tax_number_may_be_typed_in_groups() -> None:
    assert as_meant({"tax_number": " 9712 4000-1315 "}) == {"tax_number": "971240001315"}
