"""All questions at a glance: of the whole, and of one region or kind."""

from dataclasses import replace

from app.lib.i18n import speaking
from app.lib.quarters import Quarter
from app.results import glancing, headings
from app.results.charts import building
from app.results.exhibits import at_a_glance
from app.results.parts import Part, parts_of
from tests.making.results import make_by_kind, make_questionnaire, make_result

POST = make_questionnaire()
RESULT = make_by_kind(make_result())
BISHKEK = Part("regions", "KG-GB")


def test_the_whole_stands_beside_the_quarter_before() -> None:
    glance = glancing.changes(RESULT, POST, "last_quarter")
    assert glance.earlier == Quarter(2026, 2)
    for each in glance.glimpses:
        since = RESULT.question(each.question.id).last_quarter
        assert each.before == (since.before if since else None)


def test_the_whole_can_stand_beside_the_same_quarter_last_year() -> None:
    glance = glancing.changes(RESULT, POST, "last_year")
    assert glance.earlier == Quarter(2025, 3)
    assert {each.change.quarter for each in glance.glimpses if each.change} == {"2025-Q3"}


def test_a_region_stands_beside_the_whole_with_the_figures_of_its_tables() -> None:
    glance = glancing.part(RESULT, POST, BISHKEK)
    assert glance.glimpses
    for each in glance.glimpses:
        assert each.of in RESULT.regions[each.question.id]
        assert each.whole == RESULT.question(each.question.id).positive


def test_what_a_table_withholds_of_a_region_is_named_and_not_shown() -> None:
    few = make_result(answers=60)
    for part in parts_of(few, "regions"):
        glance = glancing.part(few, POST, part)
        shown = {each.question.id for each in glance.glimpses}
        assert not shown & {question.id for question in glance.withheld}
        for question, rows in few.regions.items():
            row = next(row for row in rows if row.name == part.code)
            assert (question in shown) is not row.withheld


def test_only_parts_of_which_something_is_shown_can_be_chosen() -> None:
    assert parts_of(make_result(answers=8), "regions") == []
    shown = parts_of(RESULT, "regions")
    assert BISHKEK in shown
    assert len(shown) == len(set(shown))


def test_the_heading_of_a_part_says_where_it_is_furthest_from_the_whole() -> None:
    glance = glancing.part(RESULT, POST, BISHKEK)
    with speaking("en"):
        heading = headings.glance(glance)
    furthest = max(
        (each for each in glance.glimpses if each.of.positive is not None),
        key=lambda each: abs((each.of.positive or 0) - (each.whole or 0)),
    )
    assert furthest.question.short["en"] in heading
    assert heading.startswith("Bishkek City: furthest from the whole")


def test_a_legend_explains_intervals_only_where_there_are_any() -> None:
    glance = glancing.part(RESULT, POST, BISHKEK)
    none = tuple(replace(each, of=replace(each.of, interval=None)) for each in glance.glimpses)
    with speaking("en"):
        assert building.glance(glance, "narrow").interval == "95% interval"
        assert building.glance(replace(glance, glimpses=none), "narrow").interval == ""


def test_every_kind_and_region_has_a_name_of_its_own_on_the_page() -> None:
    parts = [*parts_of(RESULT, "regions"), *parts_of(RESULT, "kinds")]
    names = [glancing.part(RESULT, POST, part).name for part in parts]
    assert len(names) == len(set(names))


def test_where_nothing_may_be_shown_there_is_no_chart() -> None:
    nothing = make_result(answers=8)
    assert at_a_glance(glancing.changes(nothing, POST, "last_quarter")) is None
    assert at_a_glance(glancing.part(nothing, POST, BISHKEK)) is None
