"""What follows from tables is found, as another solver finds it, and stops the next table."""

from collections.abc import Iterable, Sequence
from typing import get_args

import numpy as np
import pytest
from scipy.optimize import linprog

from app.ballots.pooling import Pool
from app.ballots.versions import Label, Version, versions
from app.results.auditing.attacking import attack, hidden_counts, may_show
from app.results.auditing.hiding import Hidden
from app.results.auditing.knowing import What, program, terms
from app.results.auditing.options import OPTIONS
from app.results.auditing.program import INFINITY, Program, Terms, total
from app.results.auditing.reading import Place, Row, read
from app.results.auditing.standing import merged
from app.results.disclosing import Count
from tests.making.moves import make_moves
from tests.making.moves import make_pool as pool
from tests.making.results import make_questionnaire

COURTESY = make_questionnaire().question("courtesy")
LABELS = {
    1: Label("north", "desk"),
    2: Label("north", ""),
    3: Label("south", "desk"),
    4: Label("south", ""),
    5: Label("east", ""),
    6: Label("west", ""),
}


def shown(*steps: Sequence[Pool], breadth: str = "kinds") -> list[Version]:
    """After each of these steps."""
    return versions(LABELS, make_moves(*steps, breadth=breadth))


def of_rows(versions_: Sequence[Version]) -> list[Hidden]:
    return [one for one in attack(COURTESY, versions_) if one.cell != OPTIONS]


def test_where_nothing_is_hidden_nothing_is_asked() -> None:
    assert of_rows(shown([pool(1, 6, 5), pool(3, 10, 8)])) == []


def test_a_region_that_is_hidden_follows_from_the_whole_before_it_came() -> None:
    before = [pool(1, 30, 20), pool(3, 25, 20), pool(5, 20, 10)]
    newcomers = [pool(6, 39, 1)]
    assert may_show(COURTESY, shown(before))
    # West is almost unanimous, and hidden with another region: but that one stood there before.
    assert not may_show(COURTESY, shown(before, newcomers))


def test_regions_that_are_hidden_together_from_the_beginning_stay_hidden() -> None:
    assert may_show(COURTESY, shown([pool(1, 30, 20), pool(3, 60, 60), pool(6, 117, 3)]))


def test_kinds_that_cross_regions_are_attacked_too() -> None:
    only_desk = [pool(1, 30, 20), pool(3, 60, 60), pool(6, 117, 3)]
    hidden = {one.cell for one in of_rows(shown(only_desk))}
    assert hidden == {f"region:{name}" for name in ("west", "north", "south")} | {
        "kind:",
        "kind:desk",
    }


HISTORY = (
    [pool(1, 30, 20), pool(3, 60, 60), pool(6, 117, 3), pool(5, 20, 12)],
    [pool(1, 9, 5), pool(3, 12, 6), pool(2, 10, 10)],
    [pool(5, 11, 1), pool(6, 30, 1), pool(4, 7, 7)],
)


@pytest.mark.parametrize("moves", [1, 2, 3])
def test_another_solver_finds_the_same_ranges(moves: int) -> None:
    versions_ = shown(*HISTORY[:moves])
    rows = read(COURTESY, versions_)
    known = program(rows)
    targets = list(hidden_counts(rows))
    assert targets
    for target in targets:
        ours = [total(target.terms, known.furthest(target.terms, up=up)) for up in (False, True)]
        assert ours == pytest.approx(_range(known, target.terms), abs=1e-4)


def test_who_stands_still_is_unknown_only_once_and_as_well_hidden() -> None:
    rows = read(COURTESY, shown(*HISTORY, [pool(2, 6, 5)], [pool(4, 12, 3), pool(5, 5, 5)]))
    fewer = merged(rows)
    assert len(_places(fewer)) < len(_places(rows)) * 0.8
    before, after = program(rows), program(fewer)
    for row in rows:
        same = [one for one in fewer if one.at <= row.at and _known(one) == _known(row)][-1]
        for what in get_args(What):
            assert _range(after, terms(same, what)) == pytest.approx(
                _range(before, terms(row, what)), abs=1e-4
            )


def _places(rows: Iterable[Row]) -> set[Place]:
    return {place for row in rows for place in row.made_of}


def _known(row: Row) -> tuple[str, str, Count]:
    return row.cell, row.said, row.count


def test_a_width_that_was_seen_is_never_wider_than_the_true_one() -> None:
    versions_ = shown(*HISTORY)
    known = program(read(COURTESY, versions_))
    for hidden in of_rows(versions_):
        low, high = _range(known, hidden.terms)
        assert hidden.width <= high - low + 1e-4


def test_words_leave_a_count_open_and_no_wider_than_they_say() -> None:
    (coded,) = (
        one
        for one in attack(COURTESY, shown([pool(1, 58, 2)]))
        if one.cell == "all" and one.how == "in words"
    )
    assert (coded.what, coded.needed, coded.width) == ("others", 3, 3)  # 5 % of 60


def test_what_a_row_showed_before_is_no_secret_of_its_words() -> None:
    coded = _of_all(shown([pool(1, 18, 2)], [pool(1, 100, 2)]))
    assert coded.needed == 6 - 2  # 5 % of 122, without the two of before
    assert coded.is_kept


def _of_all(versions_: list[Version]) -> Hidden:
    return next(one for one in of_rows(versions_) if one.cell == "all")


def _range(known: Program, of: Terms) -> tuple[float, float]:
    rows = np.zeros((len(known.rows), len(known.unknowns)))
    for place, (line, _low, _high) in enumerate(known.rows):
        for name, factor in line.items():
            rows[place, known.unknowns[name]] = factor
    costs = np.zeros(len(known.unknowns))
    for name, factor in of.items():
        costs[known.unknowns[name]] = factor
    below = [(rows[n], high) for n, (_, _low, high) in enumerate(known.rows) if high < INFINITY]
    below += [(-rows[n], -low) for n, (_, low, _high) in enumerate(known.rows) if low > -INFINITY]
    a, b = np.array([line for line, _ in below]), [limit for _, limit in below]
    ends = [sign * float(linprog(sign * costs, A_ub=a, b_ub=b).fun) for sign in (1, -1)]
    return ends[0], ends[1]
