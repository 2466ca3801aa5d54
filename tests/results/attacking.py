"""The attacker: linear programs over everything that a table and its total show."""

from collections.abc import Mapping, Sequence

from scipy.optimize import linprog

from app.results.disclosing import Count, Hidden, bound, is_low
from app.results.figures import Share

Range = tuple[float, float]


def row_range(rows: Mapping[str, Count], hidden: Hidden, name: str, what: str) -> Range:
    """Between what the base, positive or negative count of a hidden row must lie.

    Two unknowns a hidden row: positive answers and others. Known are the total and the shown
    rows, and of a coded row its bound and whether its base is low.
    """
    names = sorted(hidden.withheld | set(hidden.coded))
    base = sum(rows[each].base for each in names)
    positive = sum(rows[each].positive for each in names)
    n = len(names)
    equal = [[1] * n + [0] * n, [0] * n + [1] * n]
    below: list[list[float]] = []
    limits: list[float] = []
    for place, each in enumerate(names):
        if code := hidden.coded.get(each):
            for terms, limit in _of_coded(code, rows[each].base):
                line = [0.0] * (2 * n)
                line[place], line[n + place] = terms
                below.append(line)
                limits.append(limit)
    target = [0.0] * (2 * n)
    place = names.index(name)
    target[place] = float(what in ("base", "positive"))
    target[n + place] = float(what in ("base", "negative"))
    return _range(target, equal, [positive, base - positive], below, limits)


def options_range(shown: Sequence[Share], positive: Sequence[str], base: int, option: str) -> Range:
    """Between what the count of an option must lie, when the positive share is shown too."""
    options = [each for share in shown for each in share.options]
    equal, values, below, limits = [[1.0] * len(options)], [float(base)], [], []
    for share in shown:
        line = [float(each in share.options) for each in options]
        if share.count is not None:
            equal.append(line)
            values.append(share.count)
        elif share.coded == "low":
            below.append(line)
            limits.append(bound(low_base=is_low(base)) * base)
        else:
            below.append([-each for each in line])
            limits.append(-(1 - bound(low_base=is_low(base))) * base)
    counted = {each for share in shown if share.count is not None for each in share.options}
    if counted == set(options):  # then the positive share is shown as well
        good = sum(
            share.count for share in shown if share.count and set(share.options) <= set(positive)
        )
        equal.append([float(each in positive) for each in options])
        values.append(float(good))
    return _range([float(each == option) for each in options], equal, values, below, limits)


def _of_coded(code: str, base: int) -> list[tuple[Range, float]]:
    """What the words of a coded row say: lines over (positive, negative) under a limit."""
    edge = bound(low_base=is_low(base))
    few = (1 - edge, -edge) if code == "low" else (-edge, 1 - edge)
    lines = [(few, 0.0), ((-1.0, -1.0), -10.0 if is_low(base) else -20.0)]
    return [*lines, ((1.0, 1.0), 19.0)] if is_low(base) else lines


def _range(
    target: Sequence[float],
    equal: Sequence[Sequence[float]],
    values: Sequence[float],
    below: Sequence[Sequence[float]],
    limits: Sequence[float],
) -> Range:
    ends = []
    for sign in (1, -1):
        found = linprog(
            [sign * each for each in target],
            A_ub=below or None,
            b_ub=limits or None,
            A_eq=equal,
            b_eq=values,
        )
        assert found.success, found.message
        ends.append(sign * float(found.fun))
    return ends[0], ends[1]
