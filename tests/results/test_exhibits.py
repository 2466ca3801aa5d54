"""Charts on a page: with words, a table, and what happens before they are drawn."""

from dataclasses import replace

from bs4 import BeautifulSoup

from app.lib.i18n import speaking
from app.lib.templates import environment
from app.results.charts.drawing import draw
from app.results.exhibits import Exhibit, exhibits_of, not_shown
from app.results.figures import QuarterResult
from tests.making.results import make_questionnaire, make_result

POST = make_questionnaire()


def page(exhibit: Exhibit, charts: dict[str, str]) -> BeautifulSoup:
    source = "{% from 'components/figure.html' import figure %}{{ figure(exhibit, charts) }}"
    html = environment().from_string(source).render(exhibit=exhibit, charts=charts)
    return BeautifulSoup(html, "html.parser")


def exhibit(name: str, result: QuarterResult | None = None) -> Exhibit:
    found = exhibits_of(result or make_result(), POST)
    return next(each for each in found if each.name == name)


def test_a_drawn_chart_is_shown_in_both_widths() -> None:
    one = exhibit("ordinal-rights")
    shown = page(one, {shape.hash: draw(shape) for shape in (one.wide, one.narrow)})
    assert len(shown.select("figure svg[role=img]")) == 2
    assert shown.find(style=True) is None


def test_before_it_is_drawn_a_sentence_leads_to_the_table() -> None:
    shown = page(exhibit("ordinal-rights"), {})
    assert shown.find("svg") is None
    assert "The chart is being drawn" in shown.get_text()
    assert shown.select_one("details table")


def test_every_row_of_a_table_fills_its_columns() -> None:
    for each in exhibits_of(make_result(weights={"courtesy": {"5": 9.0, "4": 9.0, "1": 1}}), POST):
        reaching: list[int] = []  # how many more rows each cell from above takes
        for row in page(each, {}).select("tbody tr"):
            spans = [int(str(cell.get("rowspan", "1"))) for cell in row.find_all(["td", "th"])]
            assert len(spans) + len(reaching) == len(each.table.head)
            reaching = [left - 1 for left in [*spans, *reaching] if left > 1]


def test_the_table_has_the_figures_of_the_chart() -> None:
    of = make_result().question("rights")
    rows = {row.label: row.cells[0].text for row in exhibit("ordinal-rights").table.rows}
    assert of.positive
    assert (rows["Positive"], rows["Answers"]) == (f"{of.positive:.0%}", str(of.base))
    assert rows["Agree"] == f"{of.shares[-2].share:.0%}"


def test_joined_answers_stand_in_one_cell() -> None:
    few = {"rights": {"5": 50.0, "4": 40.0, "3": 20.0, "2": 12.0, "1": 2.0}}
    rows = {
        row.label: row.cells
        for row in exhibit("ordinal-rights", make_result(weights=few)).table.rows
    }
    assert rows["Strongly disagree"][0].span == 2
    assert len(rows["Disagree"]) < len(rows["Agree"])


def test_names_are_unique_on_a_page() -> None:
    names = [each.name for each in exhibits_of(make_result(), POST)]
    assert len(names) == len(set(names))


def test_questions_with_too_few_answers_are_named() -> None:
    with speaking("ru"):
        assert "Без незаконных требований" in not_shown(make_result(answers=25), POST)
        assert not_shown(make_result(), POST) == ""


def test_nothing_speaks_of_intervals_where_there_are_none() -> None:
    opened = replace(make_result(), channel="open")
    for each in exhibits_of(opened, POST):
        words = [*each.notes, *each.table.head, *(row.label for row in each.table.rows)]
        assert not any(
            word.endswith(("its interval.", "their interval.", "% interval")) for word in words
        )
