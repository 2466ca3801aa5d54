"""Every chart of every real questionnaire, in four languages and two widths."""

import re
import subprocess
import sys
from dataclasses import replace
from functools import lru_cache
from itertools import combinations, product
from xml.etree.ElementTree import Element, fromstring

import pytest

from app.lib.i18n import LANGUAGES, speaking
from app.publications.viewing import report_shapes
from app.questionnaires.loading import Shelf
from app.results.charts.canvas import SMALL, TONES, text_width
from app.results.charts.drawing import WIDTHS, draw
from app.results.charts.shapes import (
    Drawable,
    Mark,
    Ordinal,
    OrdinalRow,
    Piece,
    Point,
    Rows,
    Shares,
    Trend,
)
from tests.making.charts import make_shapes
from tests.making.results import make_by_kind, make_questionnaire, make_result

SVG = "{http://www.w3.org/2000/svg}"
# Nearly all agree, nearly nobody, and everything between: all words that may stand for a figure.
UNEVEN = {
    "courtesy": {"5": 98.0, "4": 1.0, "1": 1.0},
    "rights": {"1": 98.0, "4": 2.0},
    "checklist": {"yes": 97.0, "no": 3.0},
    "findings": {"1": 1.0, "2": 4.0, "3": 3.0, "4": 40.0, "5": 50.0, "na": 10.0},
}


@lru_cache
def shapes(name: str, language: str) -> list[Drawable]:
    questionnaire = make_questionnaire(name)
    plain = make_result(questionnaire, country="KZ", answers=700)
    uneven = make_result(questionnaire, answers=500, weights=UNEVEN)
    few = make_result(questionnaire, answers=40, quarters=2)
    drawn: list[Drawable] = []
    for result in map(make_by_kind, (plain, uneven, few)):
        found = make_shapes(result, questionnaire, language)
        drawn += [shape for shape in found if isinstance(shape, Ordinal | Shares)]
        # Their questions stand in the title, which is not drawn: so two by each are enough.
        by_part = [shape for shape in found if isinstance(shape, Rows)]
        drawn += [*by_part[:4], *by_part[-4:]]
        drawn += [shape for shape in found if isinstance(shape, Trend)][:4]
        with speaking(language):
            glances = report_shapes(result, questionnaire)
        drawn += [*glances[:5], *glances[-1:]]
    return drawn


# One a second: in the quick run every language once, and of the longer questionnaire two.
QUICK = {
    ("desk-inspection", "en"),
    ("desk-inspection", "kk"),
    ("post-inspection", "ky"),
    ("post-inspection", "ru"),
}


@pytest.mark.parametrize(
    ("name", "language"),
    [
        pytest.param(*each, marks=() if each in QUICK else pytest.mark.slow)
        for each in product(Shelf().names(), LANGUAGES)
    ],
)
def test_no_words_are_clipped_too_small_or_on_each_other(name: str, language: str) -> None:
    for shape in shapes(name, language):
        svg = parse(draw(shape))
        boxes = [box_of(text) for text in svg.iter(f"{SVG}text")]
        _zero, _zero, width, height = map(float, svg.attrib["viewBox"].split())
        assert width == WIDTHS[shape.width]
        assert boxes
        for left, top, right, bottom, _size in boxes:
            assert left >= -0.5
            assert top >= -0.5
            assert right <= width + 0.5
            assert bottom <= height + 0.5
        assert min(size for *_box, size in boxes) >= SMALL
        for one, other in combinations(boxes, 2):
            assert not overlap(one, other), (shape.kind, shape.width, shape.title)


@pytest.mark.parametrize(
    ("labels", "drawn"),
    [
        (("I 2026", "II 2026"), {"I 2026", "II 2026"}),
        (("III 2025", "IV 2025", "I 2026", "II 2026", "III 2026"),
         {"III", "IV", "I", "II", "2025", "2026"}),
    ],
)  # fmt: skip
def test_all_quarters_below_a_trend_take_as_many_lines(
    labels: tuple[str, ...], drawn: set[str]
) -> None:
    points = tuple(Point(label, Mark(0.5, "50 %")) for label in labels)
    ticks = ((0.4, "40 %"), (0.6, "60 %"))
    svg = parse(draw(Trend("ru", "narrow", "", "", ticks=ticks, points=points)))
    words = {text.text for text in svg.iter(f"{SVG}text")}
    assert words - {"50 %", "40 %", "60 %"} == drawn


def test_a_chart_fits_into_a_page_that_forbids_styles() -> None:
    for shape in shapes("post-inspection", "ky"):
        svg = draw(shape)
        for forbidden in ("style", "<defs", "<use", "clip-path", "font-family", "<?xml", "<!"):
            assert forbidden not in svg


def test_every_colour_is_a_class_of_both_themes_or_ink_on_a_bar() -> None:
    for shape in shapes("post-inspection", "ru"):
        for element in seen(shape):
            colours = {element.get("fill"), element.get("stroke")} - {None, "none"}
            if element.get("class") is None:
                assert element.tag == f"{SVG}text"
                assert colours <= {"#ffffff"}  # and black, which SVG takes without being told
            else:
                (colour,) = colours
                assert element.attrib["class"] == f"c-{tone_of(colour or '')}"


def test_a_chart_says_what_it_shows_to_who_cannot_see_it() -> None:
    shape = shapes("post-inspection", "en")[0]
    svg = parse(draw(shape))
    named = {element.get("id"): element.text for element in svg.iter() if element.get("id")}
    assert svg.get("role") == "img"
    assert [named[name] for name in svg.attrib["aria-labelledby"].split()] == [
        shape.title,
        shape.description,
    ]


def test_ids_of_different_charts_differ() -> None:
    both = "".join(draw(shape) for shape in shapes("post-inspection", "kk")[:6])
    ids = re.findall(r' id="([^"]+)"', both)
    assert len(ids) == len(set(ids)) == 12


def test_the_same_shape_gives_the_same_bytes_in_another_process() -> None:
    program = (
        "from tests.results.charts.test_drawing import shapes, draw\n"
        "print(draw(shapes('post-inspection', 'ky')[0]), end='')"
    )
    again = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert again.stdout == draw(shapes("post-inspection", "ky")[0])


def test_words_that_look_like_markup_stay_words() -> None:
    shape = next(each for each in shapes("post-inspection", "en") if isinstance(each, Shares))
    bar = replace(shape.bars[0], label='<b>"Tea" & $x^2$</b>')
    svg = draw(replace(shape, bars=(bar,), outside=()))
    assert "&lt;b&gt;" in svg
    assert '<b>"Tea" & $x^2$</b>' in {element.text for element in parse(svg).iter()}


def test_a_very_long_word_is_broken_rather_than_clipped() -> None:
    shape = next(each for each in shapes("post-inspection", "en") if isinstance(each, Shares))
    bar = replace(shape.bars[0], label="Ыстыккөл" * 40)
    for width in ("wide", "narrow"):
        svg = parse(draw(replace(shape, bars=(bar,), outside=(), width=width)))
        right = max(box_of(text)[2] for text in svg.iter(f"{SVG}text"))
        assert right <= WIDTHS[width]


def test_an_answer_too_rare_to_stand_alone_shares_its_piece() -> None:
    row = OrdinalRow("Polite", "100 answers", (Piece((0, 1), 0.3, "30"), Piece((2,), 0.7, "70")))
    steps = ("No", "So so", "Yes")
    shape = Ordinal("en", "narrow", "", "", scale=steps, rows=(row,))
    tones = [element.get("class") for element in seen(shape) if element.tag == f"{SVG}path"]
    # Three swatches; then from the left the positive piece, the joint one, and its strip.
    assert tones == ["c-pos1", "c-neu", "c-neg1", "c-pos1", "c-neu", "c-neg1"]


def test_regions_without_a_share_are_named_in_words() -> None:
    found = [each for each in shapes("post-inspection", "en") if isinstance(each, Rows)]
    shape = next(each for each in found if each.withheld)
    words = " ".join(text.text or "" for text in parse(draw(shape)).iter(f"{SVG}text"))
    assert shape.withheld in words


def test_an_open_questionnaire_has_marks_without_intervals() -> None:
    found = [each for each in shapes("post-inspection", "en") if isinstance(each, Rows)]
    line = replace(found[0].lines[0], mark=Mark(0.5, "50%"), before=None)
    shape = replace(found[0], lines=(line,), whole="", before="", interval="")
    assert [each for each in seen(shape) if each.get("class") == "c-pos1"] == []


def parse(svg: str) -> Element:
    return fromstring(svg)  # noqa: S314 (our own drawing)


def seen(shape: Drawable) -> list[Element]:
    svg = parse(draw(shape))
    return [each for each in svg.iter() if each.tag in (f"{SVG}path", f"{SVG}text")]


def tone_of(colour: str) -> str:
    return next(tone for tone, known in TONES.items() if known == colour)


def box_of(text: Element) -> tuple[float, float, float, float, float]:
    """Left, top, right, bottom and size, as DejaVu Sans would be set."""
    size = float(text.attrib["font-size"].removesuffix("px"))
    width = text_width(text.text or "", size, bold=text.get("font-weight") == "700")
    before = {"start": 0.0, "middle": 0.5, "end": 1.0}[text.get("text-anchor", "start")] * width
    x, y = float(text.attrib["x"]) - before, float(text.attrib["y"])
    return x, y - 0.76 * size, x + width, y + 0.24 * size, size


def overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    slack = 0.5
    return (
        one[0] < other[2] - slack
        and other[0] < one[2] - slack
        and one[1] < other[3] - slack
        and other[1] < one[3] - slack
    )
