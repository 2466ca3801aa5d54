"""How often a whole page tells of a change, or of a region apart, where there is none."""

from dataclasses import replace

import numpy as np
import pytest

from app.results.comparing import changes
from app.results.facts import Facts, Tally
from app.results.figures import PartRow
from app.results.funnel import placed
from tests.making.results import QUARTER, make_questionnaire

COURTESY = make_questionnaire().question("courtesy")
# A page of twelve questions, each with its own share of positive answers.
PAGE = [replace(COURTESY, id=f"q{place}") for place in range(12)]
SHARES = np.linspace(0.1, 0.9, len(PAGE))


def quarters(inspected: int, answered: int, *, pages: int) -> list[tuple[Facts, Facts]]:
    """Two quarters whose inspected are exactly alike; chance is who of them answers. All that a
    person answers hangs together: who is content is so with most.
    """
    random = np.random.default_rng([inspected, answered])
    mood = random.normal(size=(inspected, 1)) + random.normal(size=(inspected, len(PAGE)))
    content = mood < np.quantile(mood, SHARES, axis=0).diagonal()

    def draw(quarter_back: int) -> Facts:
        who = random.choice(inspected, answered, replace=False)
        positive = content[who].sum(axis=0).tolist()
        tallies = {
            each.id: Tally(answered, {"5": k, "1": answered - k})
            for each, k in zip(PAGE, positive, strict=True)
        }
        return Facts(QUARTER.plus(quarter_back), tallies, {}, {"KG-GB": inspected})

    return [(draw(0), draw(-1)) for _ in range(pages)]


def alarms(found: list[tuple[Facts, Facts]]) -> tuple[float, float]:
    """The share of pages that tell of a change; and that would, by each question's interval."""
    told = alone = 0
    for now, before in found:
        moved = list(changes(PAGE, now, before).values())
        told += any(change.is_beyond_chance for change in moved)
        alone += any(
            change.interval is not None and not change.interval[0] <= 0 <= change.interval[1]
            for change in moved
        )
    return told / len(found), alone / len(found)


def test_a_page_rarely_tells_of_a_change_that_is_none() -> None:
    told, alone = alarms(quarters(400, 150, pages=250))
    assert told <= 0.08  # 5 % and what 250 pages leave to chance
    assert alone >= 0.2  # without the correction


@pytest.mark.slow
@pytest.mark.parametrize(
    ("inspected", "answered"), [(30, 15), (50, 40), (100, 30), (100, 80), (400, 150), (2000, 300)]
)
def test_no_more_than_one_page_in_twenty_does(inspected: int, answered: int) -> None:
    told, _alone = alarms(quarters(inspected, answered, pages=4000))
    assert told <= 0.06


def test_regions_that_work_alike_rarely_stand_apart() -> None:
    random = np.random.default_rng(9)
    bases = np.array([25, 30, 40, 40, 60, 80, 120, 200, 400])
    apart = 0
    for _ in range(400):
        rows = [
            PartRow(f"R{base}", int(base), round(k / base, 4))
            for base, k in zip(bases, random.binomial(bases, 0.72), strict=True)
        ]
        apart += any(row.apart for row in placed(rows))
    assert apart / 400 <= 0.02
