"""Which charts a quarter has, and when two of them are the same."""

import subprocess
import sys
from dataclasses import replace

from app.results.charts.planning import is_ordinal, plan
from app.results.charts.shapes import Drawable, Ordinal, Rows, Shares, Trend
from app.results.figures import QuarterResult
from tests.making.charts import make_shapes
from tests.making.results import make_questionnaire, make_result

POST, DESK = make_questionnaire(), make_questionnaire("desk-inspection")


def wide(result: QuarterResult, kind: type[Drawable]) -> list[Drawable]:
    shapes = make_shapes(result, POST, "en")
    return [shape for shape in shapes if isinstance(shape, kind) and shape.width == "wide"]


def test_every_chart_comes_in_both_widths() -> None:
    shapes = make_shapes(make_result(), POST, "ky")
    assert {shape.language for shape in shapes} == {"ky"}
    assert [shape.width for shape in shapes] == ["wide", "narrow"] * (len(shapes) // 2)


def test_statements_with_one_scale_share_a_chart_within_their_theme() -> None:
    charts = {plan.name: len(plan.questions) for plan in plan(make_result(), POST)}
    assert {name: n for name, n in charts.items() if name.startswith("ordinal")} == {
        "ordinal-overall": 1,
        "ordinal-rights": 1,
        "ordinal-competence": 2,
        "ordinal-findings": 1,
    }
    undivided = replace(POST, themes=())
    agreement = plan(make_result(), undivided)[2].shape(make_result(), "wide")
    assert isinstance(agreement, Ordinal)
    assert len(agreement.rows) == 4
    assert agreement.scale == (
        "Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree",
    )  # fmt: skip


def test_a_scale_whose_middle_counts_as_positive_does_not_diverge() -> None:
    courtesy = POST.question("courtesy")
    assert is_ordinal(courtesy)
    assert not is_ordinal(replace(courtesy, positive=("3", "4", "5")))


def test_options_of_a_multiple_choice_are_sorted_by_share() -> None:
    shapes = make_shapes(make_result(DESK), DESK, "en")
    (resent,) = [
        shape
        for shape in shapes
        if isinstance(shape, Shares) and shape.width == "wide" and len(shape.bars) > 5
    ]
    shares = [bar.share for bar in resent.bars]
    assert shares == sorted(shares, reverse=True)


def test_what_is_withheld_has_no_chart() -> None:
    assert make_shapes(make_result(answers=8), POST, "en") == []
    shapes = wide(make_result(answers=25), Shares)
    # The question on integrity needs thirty answers.
    assert not any("No unlawful demands" in shape.title for shape in shapes)


def test_one_quarter_alone_is_no_trend() -> None:
    assert wide(make_result(quarters=1), Trend) == []
    assert wide(make_result(quarters=2), Trend)


def test_a_telephone_sees_five_quarters_and_a_page_eight() -> None:
    shapes = make_shapes(make_result(quarters=9), POST, "en")
    trends = [shape for shape in shapes if isinstance(shape, Trend)][:2]
    assert [len(shape.points) for shape in trends] == [8, 5]


def test_regions_carry_the_whole_and_the_quarter_before() -> None:
    shape = wide(make_result(), Rows)[0]
    assert isinstance(shape, Rows)
    assert (shape.now, shape.before) == ("Q3 2026", "Q2 2026")
    assert shape.whole
    assert shape.whole == "All regions: 71%"


def test_a_hash_is_that_of_all_that_is_drawn() -> None:
    one, other = make_shapes(make_result(), POST, "ky"), make_shapes(make_result(), POST, "ky")
    assert [shape.hash for shape in one] == [shape.hash for shape in other]
    assert len({shape.hash for shape in one}) == len(one)
    assert replace(one[0], title="Another").hash != one[0].hash
    assert make_shapes(make_result(), POST, "kk")[0].hash != one[0].hash


def test_a_title_is_a_finding_and_the_description_has_the_figures() -> None:
    shape = next(each for each in wide(make_result(), Ordinal) if "Highest" in each.title)
    assert "Polite and impartial" in shape.title
    assert "Strongly agree" in shape.description
    assert "Based on " in shape.description


def test_results_can_be_shown_by_a_process_without_matplotlib() -> None:
    """Web processes read drawings; half a second and fifty megabytes are the worker's."""
    modules = [
        "assembling",
        "exhibits",
        "exports",
        "charts.drawings",
        "charts.planning",
        "describing",
    ]
    program = "\n".join(
        ["import sys", *(f"import app.results.{module}" for module in modules),
         "print(sorted({name.split('.')[0] for name in sys.modules}))"]
    )  # fmt: skip
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout
    assert "'app'" in loaded
    assert "matplotlib" not in loaded
    assert "xlsxwriter" not in loaded
