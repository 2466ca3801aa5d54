"""A box is divided no finer than into parts of thirty expected invitations."""

from dataclasses import asdict
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from app.invitations.partitioning import Part, part_of, partition

REGIONS = [f"KG-{letter}" for letter in "BCGJNOTY"]
KINDS = ["scheduled", "unscheduled", "desk", "repeat"]
VOLUMES = st.dictionaries(
    st.tuples(st.sampled_from(REGIONS), st.sampled_from(KINDS)), st.integers(0, 90)
)


def rows(parts: list[Part]) -> list[dict[str, Any]]:
    """As the box keeps them."""
    return [
        {name: list(value) if isinstance(value, tuple) else value for name, value in row.items()}
        for row in map(asdict, parts)
    ]


def expected(parts: list[Part], volumes: dict[tuple[str, str], int]) -> dict[int, int]:
    sums = {part.number: 0 for part in parts}
    for (region, kind), n in volumes.items():
        sums[part_of(rows(parts), region, kind)] += n
    return sums


def matching(parts: list[Part], region: str, kind: str) -> list[int]:
    """By what Part says of itself, not by the code under test."""
    own = [part for part in parts if region in part.regions or not part.regions]
    named = [part.number for part in own if kind in part.kinds]
    return named or [part.number for part in own if not part.kinds]


@settings(deadline=None)
@given(VOLUMES)
def test_every_region_and_kind_belongs_to_exactly_one_part(
    volumes: dict[tuple[str, str], int],
) -> None:
    parts = partition(volumes)
    for region, kind in volumes:
        assert matching(parts, region, kind) == [part_of(rows(parts), region, kind)]


@settings(deadline=None)
@given(VOLUMES)
def test_every_part_expects_thirty_unless_it_is_the_only_one(
    volumes: dict[tuple[str, str], int],
) -> None:
    parts = partition(volumes)
    if len(parts) > 1:
        assert min(expected(parts, volumes).values()) >= 30


@settings(deadline=None)
@given(VOLUMES, st.randoms())
def test_the_order_of_the_volumes_changes_nothing(
    volumes: dict[tuple[str, str], int],
    random: Any,
) -> None:
    shuffled = list(volumes.items())
    random.shuffle(shuffled)
    assert partition(dict(shuffled)) == partition(volumes)


@settings(deadline=None)
@given(VOLUMES, st.sampled_from([*REGIONS, "KG-NEW"]), st.sampled_from([*KINDS, "new"]))
def test_what_was_never_seen_before_has_its_part_too(
    volumes: dict[tuple[str, str], int], region: str, kind: str
) -> None:
    parts = partition(volumes)
    assert part_of(rows(parts), region, kind) in {part.number for part in parts}


def test_without_a_history_a_box_is_one_part() -> None:
    assert partition({}) == [Part(1, (), ())]


def test_kinds_merge_before_regions_do() -> None:
    volumes = {
        ("KG-B", "scheduled"): 50,
        ("KG-B", "desk"): 20,
        ("KG-B", "repeat"): 10,
        ("KG-C", "scheduled"): 25,
        ("KG-C", "desk"): 10,
        ("KG-J", "desk"): 29,
        ("KG-Y", "desk"): 4,
    }
    assert partition(volumes) == [
        Part(1, ("KG-B",), ("scheduled",)),
        Part(2, ("KG-B",), ()),
        Part(3, ("KG-C",), ()),
        Part(4, ("KG-J", "KG-Y"), ()),
    ]


def test_a_larger_region_joins_small_ones_that_are_too_few_together() -> None:
    volumes = {("KG-B", "desk"): 90, ("KG-C", "desk"): 31, ("KG-J", "desk"): 5}
    assert partition(volumes) == [Part(1, ("KG-B",), ()), Part(2, ("KG-C", "KG-J"), ())]
