"""A year adds up what is public, and tells nothing else."""

from app.results.annual import REST, YearQuestion, added_up, year_result
from app.results.figures import Coded, QuarterResult
from app.results.figures import TrendPoint as Part
from tests.making.results import make_questionnaire, make_result

QUESTIONNAIRE = make_questionnaire()
OVERALL = "overall"
# Twelve whom no quarter could show: nine satisfied, three not.
TWELVE = {"": (12, {}), OVERALL: (12, {"4": 9, "2": 3})}


def parts_of(*quarters: QuarterResult, rest: dict[str, tuple[int, dict[str, int]]]) -> YearQuestion:
    year = year_result(QUESTIONNAIRE, quarters, rest, channel="invited", destroyed=0)
    return next(each for each in year.questions if each.question == OVERALL)


def test_the_sum_is_of_the_parts_that_are_shown() -> None:
    parts = [Part("2026-Q1", 40, 0.75), Part("2026-Q2"), Part(REST, 10, 0.5)]
    assert added_up("q", parts) == YearQuestion("q", tuple(parts), base=50, positive=0.7)


def test_beside_a_share_in_words_there_is_no_sum() -> None:
    codes: tuple[Coded, ...] = ("low", "high")
    for code in codes:
        parts = [Part("2026-Q1", 40, 0.75), Part("2026-Q2", 30, coded=code)]
        assert added_up("q", parts) == YearQuestion("q", tuple(parts))


def test_where_nothing_is_shown_there_is_no_sum() -> None:
    assert added_up("q", [Part("2026-Q1"), Part(REST)]).base is None
    assert added_up("q", []).base is None


def test_whatever_a_withheld_part_holds_the_year_is_the_same() -> None:
    """Quarters of nine answers, all of them satisfied or none: nobody can tell which."""
    shown = make_result(QUESTIONNAIRE, answers=200)
    years = []
    for counts in ({"4": 9}, {"2": 9}, {}):
        nine = {"": (9, {}), OVERALL: (9, counts)} if counts else {}
        years.append(parts_of(shown, rest=nine))
    assert {(year.base, year.positive) for year in years} == {(years[0].base, years[0].positive)}
    assert years[0].parts[-1] == Part(REST)


def test_what_quarters_left_is_shown_by_the_rules_of_a_quarter() -> None:
    mixed = parts_of(rest=TWELVE)
    assert mixed.parts == (Part(REST, 12, 0.75, low_base=True),)
    assert (mixed.base, mixed.positive) == (12, 0.75)
    unanimous = parts_of(rest={"": (12, {}), OVERALL: (12, {"4": 12})})
    assert unanimous.parts == (Part(REST, 12, coded="high", low_base=True),)
    assert unanimous.base is None


def test_who_answered_is_counted_whatever_became_of_it() -> None:
    quarter = make_result(QUESTIONNAIRE, answers=200)
    year = year_result(QUESTIONNAIRE, [quarter], {}, channel="invited", destroyed=7)
    assert (year.answered, year.opened, year.destroyed) == (quarter.answered, 0, 7)
    assert year.rates == ({quarter.quarter: quarter.rates} if quarter.rates else {})
