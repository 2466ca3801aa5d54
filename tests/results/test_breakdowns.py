"""What a region's row shows."""

from app.results.breakdowns import REST, region_rows
from app.results.facts import Facts
from app.results.figures import PartRow
from tests.making.results import QUARTER, make_questionnaire, make_tally

COURTESY = make_questionnaire().question("courtesy")
ORDER = ["KG-C", "KG-J", "KG-GB"]


def facts(rest: int = 0, **regions: tuple[int, int]) -> Facts:
    """`KG_C=(positive, others)`; `rest` answers of no region, half of them positive."""
    tallies = {
        code.replace("_", "-"): make_tally({"4": good, "2": bad})
        for code, (good, bad) in regions.items()
    }
    good = sum(one for one, _ in regions.values()) + rest // 2
    bad = sum(other for _, other in regions.values()) + rest - rest // 2
    whole = make_tally({"4": good, "2": bad})
    if rest:
        tallies[REST] = make_tally({"4": rest // 2, "2": rest - rest // 2})
    return Facts(
        QUARTER,
        {"courtesy": whole},
        {code: {"courtesy": tally} for code, tally in tallies.items()},
        dict.fromkeys(tallies, 100),
    )


def rows(now: Facts, last: Facts | None = None) -> dict[str, PartRow]:
    return {row.name: row for row in region_rows(COURTESY, now, last, ORDER)}


def test_regions_stand_in_their_usual_order() -> None:
    shown = rows(facts(KG_GB=(30, 20), KG_J=(20, 20), KG_C=(15, 10)))
    assert list(shown) == ORDER
    assert (shown["KG-C"].base, shown["KG-C"].positive) == (25, 0.6)
    assert shown["KG-C"].interval


def test_a_small_region_is_hidden_together_with_the_next_smallest() -> None:
    shown = rows(facts(KG_GB=(30, 20), KG_J=(20, 20), KG_C=(3, 1)))
    assert [code for code, row in shown.items() if row.withheld] == ["KG-C", "KG-J"]
    assert shown["KG-C"] == PartRow("KG-C", withheld=True)


def test_a_small_rest_of_no_region_is_protected_like_a_region() -> None:
    shown = rows(facts(4, KG_GB=(30, 20), KG_J=(20, 20), KG_C=(15, 10)))
    assert [code for code, row in shown.items() if row.withheld] == ["KG-C"]


def test_a_region_without_a_cell_of_its_own_is_withheld() -> None:
    shown = rows(facts(30, KG_GB=(30, 20), KG_J=(20, 20)))
    assert [code for code, row in shown.items() if row.withheld] == ["KG-C"]


def test_a_unanimous_region_is_coded_without_its_base() -> None:
    shown = rows(facts(KG_GB=(30, 20), KG_J=(20, 20), KG_C=(25, 0)))
    assert shown["KG-C"] == PartRow("KG-C", coded="high")
    assert shown["KG-J"].withheld  # else the total would give it away
    small = rows(facts(KG_GB=(30, 20), KG_J=(20, 20), KG_C=(12, 0)))
    assert small["KG-C"] == PartRow("KG-C", coded="high", low_base=True)


def test_the_other_region_does_not_follow_from_a_whole_that_is_said_in_words() -> None:
    shown = rows(facts(KG_GB=(18, 2), KG_C=(20, 0)))  # 38 of 40: "95 % or more"
    assert {row.name for row in shown.values() if row.withheld} == set(ORDER)
    alike = rows(facts(KG_GB=(20, 1), KG_C=(20, 0)))  # both are said in words: nothing follows
    assert (alike["KG-GB"].coded, alike["KG-C"].coded) == ("high", "high")


def test_a_row_remembers_what_was_shown_the_quarter_before() -> None:
    now = facts(KG_GB=(30, 20), KG_J=(20, 20), KG_C=(15, 10))
    last = facts(KG_GB=(25, 25), KG_J=(20, 20), KG_C=(3, 1))
    shown = rows(now, last)
    assert (shown["KG-GB"].before, shown["KG-C"].before) == (0.5, None)


def test_nothing_is_said_by_region_when_the_whole_is_withheld() -> None:
    assert rows(facts(KG_GB=(4, 2))) == {}
