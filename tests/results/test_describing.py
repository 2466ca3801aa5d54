"""Findings and their limits in words."""

import pytest

from app.lib.i18n import LANGUAGES, speaking
from app.results.changing import certainty
from app.results.describing import (
    apart,
    basis,
    coded,
    finding,
    option_label,
    withheld_parts,
    without_the_silent,
)
from app.results.figures import Change, Limits, PartRow, QuestionResult, Share
from app.results.parts import By
from tests.making.results import make_questionnaire

COURTESY = make_questionnaire().question("courtesy")
DURATION = make_questionnaire().question("duration")


def result(positive: float | None = 0.71, **more: object) -> QuestionResult:
    return QuestionResult("courtesy", base=412, positive=positive, **more)  # type: ignore[arg-type]


def since(change: float, low: float, high: float, p_value: float = 1.0) -> Change:
    return Change("2026-Q1", 0.71 - change, change, (low, high), p_value)


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (result(), "Polite and impartial: 71%"),
        (
            result(last_quarter=since(0.05, 0, 0.1)),
            "Polite and impartial: 71%, 5 points more than in Q1 2026",
        ),
        (
            result(last_quarter=since(-0.01, -0.1, 0.1)),
            "Polite and impartial: 71%, 1 point less than in Q1 2026",
        ),
        (
            result(last_quarter=since(0.004, -0.1, 0.1)),
            "Polite and impartial: 71%, the same as in Q1 2026",
        ),
        (result(None, coded="high"), "Polite and impartial: 95% or more"),
        (result(None, coded="low", low_base=True), "Polite and impartial: 10% or less"),
        (
            QuestionResult("courtesy", withheld=True),
            "Polite and impartial: too few answers to show",
        ),
    ],
)
def test_a_finding_is_one_sentence(of: QuestionResult, words: str) -> None:
    assert finding(COURTESY, of) == words


def test_a_question_without_positive_answers_is_only_named() -> None:
    named = finding(DURATION, QuestionResult("duration", base=100))
    assert named == DURATION.short["en"]


def test_it_is_said_whether_a_change_may_be_chance() -> None:
    assert "Chance alone could explain" in certainty(since(0.05, -0.01, 0.11))
    assert "larger than chance" in certainty(since(0.05, 0.01, 0.09, 0.03))
    assert "so many questions" in certainty(since(0.05, 0.01, 0.09, 0.2))
    assert certainty(Change("2026-Q1", 0.6, 0.11, None)) == ""


def test_it_is_said_what_the_missing_answers_could_make_of_a_share() -> None:
    assert without_the_silent((0.3, 0.9)) == (
        "If everybody whose answer is missing had answered negatively, the share would be 30%;"
        " if positively, 90%."
    )


@pytest.mark.parametrize(
    ("shares", "words"),
    [
        ((0.5, 0.6), "No region stands out from the others."),
        ((0.2, 0.5), "Lower than chance explains: Chui Region."),
        (
            (0.2, 0.9),
            "Higher than chance explains: Bishkek City. Lower than chance explains: Chui Region.",
        ),
    ],
)
def test_regions_that_stand_apart_are_named(shares: tuple[float, float], words: str) -> None:
    limits = Limits((0.45, 0.65), (0.4, 0.7))
    rows = [
        PartRow(region, 50, share, limits=limits)
        for region, share in zip(("KG-C", "KG-GB"), shares, strict=True)
    ]
    assert apart({"regions": rows}) == words
    assert apart({"regions": [PartRow("KG-C", 50, 0.5)]}) == ""


@pytest.mark.parametrize(
    ("region", "kind", "words"),
    [
        (0.5, 0.6, "No region and no kind of inspection stands out from the others."),
        (0.9, 0.8, "Higher than chance explains: Chui Region, Scheduled inspection."),
    ],
)
def test_regions_and_kinds_that_stand_apart_are_named_together(
    region: float, kind: float, words: str
) -> None:
    limits = Limits((0.45, 0.65), (0.4, 0.7))
    of_region = PartRow("KG-C", 50, region, limits=limits)
    of_kind = PartRow("scheduled", 50, kind, limits=limits)
    assert apart({"regions": [of_region], "kinds": [of_kind]}) == words
    assert apart({"regions": [of_region], "kinds": []}) == apart({"regions": [of_region]})


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ((0.5, 0.5), "Regions differ from each other by more than chance explains;"),
        ((0.2, 0.9), "Regions differ from each other by more than chance explains, and so do"),
    ],
)
def test_where_all_lie_far_apart_that_is_said_though_none_stands_out(
    kinds: tuple[float, float], words: str
) -> None:
    wide = Limits((0.1, 0.95), (0.0, 1.0))
    of: dict[By, list[PartRow]] = {
        "regions": [
            PartRow(name, 50, at, limits=wide) for name, at in (("KG-C", 0.2), ("KG-GB", 0.9))
        ],
        "kinds": [
            PartRow(name, 50, at, limits=wide)
            for name, at in zip(("scheduled", "desk"), kinds, strict=True)
        ],
    }
    assert apart(of).startswith(words)
    assert apart(of).endswith("none stands out from the rest.")


def test_the_basis_names_base_interval_and_every_warning() -> None:
    joined = (Share(("1", "2"), 20, 0.05),)
    words = basis(COURTESY, result(interval=(0.66, 0.75), low_base=True, shares=joined))
    assert words == (
        "Based on 412 answers."
        " Chance alone leaves the share between 66% and 75% (95% interval)."
        " Fewer than 20 answers: read with care."
        " An answer too rare to be shown alone stands together with its neighbour."
    )


def test_what_is_withheld_names_the_smallest_base() -> None:
    integrity = make_questionnaire().question("integrity")
    words = basis(integrity, QuestionResult("integrity", withheld=True))
    assert words == "Fewer than 30 answers: not shown."


def test_joined_answers_are_named_together() -> None:
    assert option_label(COURTESY, ["1", "2"]) == "Strongly disagree / Disagree"
    assert option_label(COURTESY, ["na", ""]).endswith(" / No answer")


def test_withheld_regions_are_named() -> None:
    rows = [PartRow("KG-C", withheld=True), PartRow("KG-GB", 20, 0.5)]
    assert withheld_parts(rows, "regions").endswith(": Chui Region.")
    assert withheld_parts(rows[1:], "regions") == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_shares_are_written_as_the_language_does(language: str) -> None:
    with speaking(language):
        sign = "95\u00a0%" if language == "ru" else "95%"
        assert sign in coded("high", low_base=False)
