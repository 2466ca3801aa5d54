"""What differs only in spelling is the same."""

import pytest

from app.registry.doubles.spelling import is_slip, name_key, number_key


@pytest.mark.parametrize(
    "name",
    [
        "ОсОО «Ала-Тоо»",
        "ала-тоо",
        'ООО "АЛА ТОО"',
        "Тоо Ала ОсОО",
        "Aлa-Тоo",  # three of these letters are Latin
        "ЖЧК Ала – Тоо.",
    ],
)
def test_names_are_compared_without_case_marks_and_legal_form(name: str) -> None:
    assert name_key(name) == name_key("Ала-Тоо")


def test_other_names_stay_apart_and_none_is_empty() -> None:
    assert name_key("Ала-Тоо 2") != name_key("Ала-Тоо")
    assert name_key("ОсОО")


@pytest.mark.parametrize("number", ["LIC 0017-B", "lic17b", "LIC-17/В"])
def test_numbers_are_compared_by_letters_and_digits(number: str) -> None:
    assert number_key(number) == number_key("LIC 17-B")


def test_a_tax_number_is_found_where_its_first_zero_was_lost() -> None:
    assert number_key("1234567890123") == number_key("01234567890123")
    assert number_key("10") != number_key("1")


@pytest.mark.parametrize(
    ("other", "slip"),
    [
        ("01234567890123", False),
        ("01234567890124", True),
        ("10234567890123", True),
        ("01234567890213", True),
        ("01234567890231", False),
        ("11234567890124", False),
        ("0123456789012", False),
    ],
)
def test_a_slip_of_the_pen_is_one_digit_or_two_changed_over(other: str, slip: bool) -> None:
    assert is_slip("01234567890123", other) is slip
