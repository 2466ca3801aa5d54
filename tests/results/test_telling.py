"""What directors are told of, and how often that would be nothing."""

from dataclasses import replace

import numpy as np
import pytest

from app.lib.quarters import Quarter
from app.results import telling
from app.results.comparing import changes
from app.results.facts import Facts, Tally
from app.results.figures import Change, QuarterResult, QuestionResult
from tests.making.results import QUARTER, make_questionnaire

COURTESY = make_questionnaire().question("courtesy")
PAGE = [replace(COURTESY, id=f"q{place}") for place in range(12)]
SHARES = np.linspace(0.1, 0.9, len(PAGE))


def result(*p_values: float | None) -> QuarterResult:
    questions = tuple(
        QuestionResult(f"q{place}", last_quarter=Change("2026-Q2", 0.5, 0.1, None, p))
        for place, p in enumerate(p_values)
    )
    return QuarterResult("geti", "2026-Q3", "post", 1, "invited", None, 0, 0, questions)


def test_only_sure_moves_are_told_the_surest_first() -> None:
    moved = telling.moved(result(0.004, 0.2, 0.0, 0.005, None))
    assert [each.question for each in moved] == ["q2", "q0"]


def test_a_quarter_that_is_looked_at_again_and_again_rarely_brings_a_letter_about_nothing() -> None:
    """Of 400 inspected 150 have answered last quarter; this quarter ten answers come at a time."""
    assert _told_of(30) <= 0.15  # one in twenty, and what 30 quarters leave to chance


@pytest.mark.slow
def test_in_one_quarter_of_twenty_there_is_a_letter_about_nothing() -> None:
    assert _told_of(600) <= 0.065


def _told_of(quarters: int) -> float:
    random = np.random.default_rng(11)
    return sum(_is_told(random) for _ in range(quarters)) / quarters


def _is_told(random: np.random.Generator) -> bool:
    mood = random.normal(size=(400, 1)) + random.normal(size=(400, len(PAGE)))
    content = mood < np.quantile(mood, SHARES, axis=0).diagonal()
    before = _facts(content[random.permutation(400)[:150]], QUARTER.previous)
    answered = content[random.permutation(400)[:150]]
    return any(
        change.p_value is not None and change.p_value < telling.LEVEL
        for n in range(10, 151, 10)
        for change in changes(PAGE, _facts(answered[:n], QUARTER), before).values()
    )


def _facts(answers: np.ndarray, quarter: Quarter) -> Facts:
    n, positive = len(answers), answers.sum(axis=0).tolist()
    tallies = {
        each.id: Tally(n, {"5": k, "1": n - k}) for each, k in zip(PAGE, positive, strict=True)
    }
    return Facts(quarter, tallies, {}, {"KG-GB": 400})
