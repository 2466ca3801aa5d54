"""What may be shown without telling what single people answered. Everybody gets the same.

1. A row with fewer answers than its question's smallest base is withheld, base and all.
2. A share that is almost nobody or almost everybody would tell what each of a group answered. It
   is coded: said in words, without count, base or interval.
3. What is hidden must not follow from what is shown. Rare options are joined with a neighbour.
   Rows are hidden until the hidden ones together are two rows and ten answers, five of either
   kind, so that no withheld count can be narrowed to fewer than five values. Of a coded count,
   more is said on purpose: it is within its bound, and nobody can tell where.

The bound of an extreme is 5 %, or 10 % on a base under 20: there 5 % would be exactly nobody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.results.figures import Coded, Share

FLAGGED_BELOW = 20
SMALLEST_HIDDEN = 10
SMALLEST_SIDE = 5  # of the hidden answers, at least so many are positive, and so many are not
FEWEST_OUTSIDE = 5  # a single "does not apply" would be somebody's own answer


@dataclass(frozen=True)
class Count:
    """`positive` of `base` answers."""

    base: int
    positive: int


@dataclass(frozen=True)
class Hidden:
    """The rows of a table that show no figures: in words, and why."""

    withheld: frozenset[str]
    coded: Mapping[str, Coded]


def is_low(base: int) -> bool:
    """Shown, with a warning: few answers."""
    return base < FLAGGED_BELOW


def bound(*, low_base: bool) -> float:
    """Up to this share is almost nobody."""
    return 0.1 if low_base else 0.05


def _parts(base: int) -> int:
    """The bound in whole numbers, one part of so many: 5 % of 140 is not 7.000000000000001."""
    return 10 if is_low(base) else 20


def extreme(count: int, base: int) -> Coded | None:
    if count * _parts(base) <= base:
        return "low"
    return "high" if (base - count) * _parts(base) <= base else None


def shares(counts: Mapping[str, int], positive: Sequence[str], base: int) -> tuple[Share, ...]:
    """Shares of options that exclude each other, in their order; `counts` adds up to `base`.

    The positive share is shown beside them, so options are joined only within the positive ones
    and within the others; if it is an extreme, each of the two sides is one coded share.
    """
    good = {option: n for option, n in counts.items() if option in positive}
    other = {option: n for option, n in counts.items() if option not in positive}
    if good and extreme(sum(good.values()), base):
        sides = [[(tuple(side), sum(side.values()))] for side in (good, other) if side]
    else:
        sides = [_joined(side, base) for side in (good, other) if side]
    order = {option: place for place, option in enumerate(counts)}
    parts = sorted((part for side in sides for part in side), key=lambda part: order[part[0][0]])
    return tuple(_share(options, n, base) for options, n in parts)


def separate_shares(counts: Mapping[str, int], base: int) -> tuple[Share, ...]:
    """Shares of options of which several may be chosen: none follows from the others."""
    return tuple(_share((option,), n, base) for option, n in counts.items())


def outside_shares(counts: Mapping[str, int], asked: int) -> tuple[Share, ...]:
    """Answers outside the base, of all asked. What fewer than five gave is said in words, and which
    of the answers they gave is not: how many they are is what the base leaves of all answers.
    """
    given = {option: n for option, n in counts.items() if n}
    parts = _joined(given, asked)
    if any(n < FEWEST_OUTSIDE for _options, n in parts):
        parts = [(tuple(counts), sum(counts.values()))]
    return tuple(_outside(options, n, asked) for options, n in parts)


def hidden_rows(rows: Mapping[str, Count], least: int, total: Count) -> Hidden:
    """Which rows of a table show no figures, beside a total that is shown, or coded itself.

    `rows` are disjoint parts of the total. The remainder of the total, if the rows do not
    make it up, is to be given as a row too.
    """
    coded = {
        name: code
        for name, row in rows.items()
        if row.base >= least and (code := extreme(row.positive, row.base))
    }
    withheld = {name for name, row in rows.items() if row.base < least}
    others = sorted(rows.keys() - coded - withheld, key=lambda name: (rows[name].base, name))
    for further in [None, *others]:
        withheld |= {further} if further else set()
        hidden = [rows[name] for name in withheld], [rows[name] for name in coded]
        shown = [row for name, row in rows.items() if name not in withheld | coded.keys()]
        if _are_enough(hidden[0]) and _are_safe(*hidden, shown, total):
            return Hidden(frozenset(withheld), coded)
    return Hidden(frozenset(rows), {})


def _are_enough(withheld: list[Count]) -> bool:
    base = sum(row.base for row in withheld)
    return not withheld or (len(withheld) >= 2 and base >= SMALLEST_HIDDEN)


def _are_safe(withheld: list[Count], coded: list[Count], shown: list[Count], total: Count) -> bool:
    """Whether the total minus the shown rows tells nothing certain about any hidden row.

    Coded rows are hidden among withheld ones; without any, only among each other, and then only
    if all have the same code: what one may have at most, another of the opposite code must have.
    """
    code = extreme(total.positive, total.base)
    if code:
        return not shown or _room(code, shown, total) >= SMALLEST_SIDE
    if withheld:
        return _are_mixed(withheld)
    codes = {extreme(row.positive, row.base) for row in coded}
    return not coded or (len(coded) >= 2 and len(codes) == 1 and _are_mixed(coded))


def _room(code: Coded, shown: list[Count], total: Count) -> int:
    """A coded total counts as shown at its bound. How many of its rarer side the shown rows then
    leave to the hidden ones: if none, the hidden ones would be unanimous for certain.
    """
    most = total.base // _parts(total.base)
    rare = (row.positive if code == "low" else row.base - row.positive for row in shown)
    return most - sum(rare)


def _are_mixed(rows: list[Count]) -> bool:
    positive = sum(row.positive for row in rows)
    return min(positive, sum(row.base for row in rows) - positive) >= SMALLEST_SIDE


def _joined(counts: Mapping[str, int], base: int) -> list[tuple[tuple[str, ...], int]]:
    """Neighbours joined, the rarest first, until none is rare or only one is left."""
    parts: list[tuple[tuple[str, ...], int]] = [((option,), n) for option, n in counts.items()]
    while len(parts) > 1:
        at = min(range(len(parts)), key=lambda place: parts[place][1])
        if extreme(parts[at][1], base) != "low":
            break
        neighbours = [place for place in (at - 1, at + 1) if 0 <= place < len(parts)]
        other = min(neighbours, key=lambda place: parts[place][1])
        if extreme(parts[other][1], base) == "high":
            break  # all the others are rare: each of them is coded, and nothing follows
        first, second = sorted((at, other))
        joined = (parts[first][0] + parts[second][0], parts[first][1] + parts[second][1])
        parts[first : second + 1] = [joined]
    return parts


def _outside(options: tuple[str, ...], count: int, asked: int) -> Share:
    if count < FEWEST_OUTSIDE:
        return Share(options, None, None, "few")
    return Share(options, count, round(count / asked, 4))


def _share(options: tuple[str, ...], count: int, base: int) -> Share:
    code = extreme(count, base)
    if code:
        return Share(options, None, None, code)
    return Share(options, count, round(count / base, 4))
