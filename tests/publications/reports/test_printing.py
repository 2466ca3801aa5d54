"""The report as PDF, opened again."""

import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from pypdf import PdfReader

from app.lib.i18n import LANGUAGES, speaking
from app.publications.reports.document import Report
from app.publications.reports.printing import MOST_PAGES, to_pdf
from app.results.figures import QuarterResult
from tests.making.reports import PAGE, make_contents, make_report
from tests.making.results import make_by_kind, make_questionnaire, make_result

# A letter that only this language of the four has.
OWN_LETTERS = {"ky": "ң", "kk": "ұ", "ru": "щ", "en": "w"}
HOSTILE = "#panic() $x$ *b* _i_ @ref <a> \\ `c` // [d] {e} = ~ \"f\" 'g' https://example.org"


def printed(report: Report, drop: str = "$never") -> bytes:
    """Without what `drop` matches in the drawings."""
    found, drawings = make_contents(report)
    with speaking(report.language):
        return to_pdf(report, found, {key: re.sub(drop, "", svg) for key, svg in drawings.items()})


def opened(pdf: bytes) -> Any:
    """Not typed: a PDF may hold anything anywhere."""
    return PdfReader(BytesIO(pdf))


def words(pdf: bytes) -> str:
    """As one line; a word that is cut at a line's end stays whole."""
    return " ".join(" ".join(page.extract_text() for page in opened(pdf).pages).split())


def fonts(pdf: bytes) -> list[Any]:
    found: dict[str, Any] = {}
    for page in opened(pdf).pages:
        found |= {font.get_object()["/BaseFont"]: font.get_object()
                  for font in page["/Resources"]["/Font"].values()}  # fmt: skip
    return list(found.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_tagged_and_speaks_its_language(language: str) -> None:
    report = make_report(language)
    pdf = printed(report)
    reader = opened(pdf)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert reader.metadata.title == make_contents(report)[0].title
    assert reader.metadata.author == report.name
    assert OWN_LETTERS[language] in words(pdf)


def test_every_font_travels_with_the_report_and_can_be_searched() -> None:
    found = fonts(printed(make_report("kk")))
    assert {font["/BaseFont"].partition("+")[2] for font in found} == {
        "DejaVuSans", "DejaVuSans-Bold",
    }  # fmt: skip
    for font in found:
        (descendant,) = font["/DescendantFonts"]
        assert "/FontFile2" in descendant.get_object()["/FontDescriptor"]
        assert "/ToUnicode" in font


def test_the_report_says_the_finding_the_way_there_and_how_to_read_it() -> None:
    said = words(printed(make_report("en")))
    assert "Overall satisfaction: 71%" in said
    assert "Inspections on record 1,200 100% No e-mail address on record 300 25%" in said
    assert "17 remarks in entrepreneurs' own words have been mixed." in said
    assert "Led to a measure 3" in said
    assert "Not decided yet 7" in said
    assert "Answering is voluntary." in said
    assert PAGE in said
    assert "Report No. geti-2026-q3-en-" in said


def test_who_may_read_no_remarks_is_not_told_how_many_there_are() -> None:
    said = words(printed(make_report("en", remarks=None)))
    assert "remark" not in said.lower()


def test_what_a_chart_shows_is_said_for_those_who_cannot_see_it() -> None:
    pdf = printed(make_report("en"))
    tree = opened(pdf).trailer["/Root"]["/StructTreeRoot"]
    spoken = list(alternatives(tree))
    assert len(spoken) == 12
    assert all(len(text) > 20 for text in spoken)


def test_the_same_report_is_the_same_file() -> None:
    assert printed(make_report("ru")) == printed(make_report("ru"))


def test_a_quarter_of_many_questionnaires_still_makes_ten_pages() -> None:
    pdf = printed(make_report("ky", [make_result()] * 6))
    assert len(opened(pdf).pages) <= MOST_PAGES
    assert PAGE in words(pdf).replace(" ", "")  # an address may be cut at the end of a line
    assert "Методология жана чектөөлөр" in words(pdf)


@pytest.mark.parametrize("language", ["ky", "kk"])
def test_the_fullest_quarter_keeps_within_ten_pages(language: str) -> None:
    """Two questionnaires, with letters and without, by nine regions and all kinds."""
    shelf = [make_questionnaire(name) for name in ("post-inspection", "desk-inspection")]
    invited = [make_by_kind(make_result(each, answers=3000)) for each in shelf]
    opened_to_all = [replace(one, channel="open", rates=None) for one in invited]
    pages = opened(printed(make_report(language, [*invited, *opened_to_all]))).pages
    assert 6 < len(pages) <= MOST_PAGES
    for number, page in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in page.extract_text()


@pytest.mark.parametrize("result", [make_result(answers=0), make_result(answers=8)])
def test_a_quarter_with_nothing_to_show_says_so(result: QuarterResult) -> None:
    said = words(printed(make_report("en", [result])))
    assert "in Q3 2026" in said
    assert "Answering is voluntary." in said


def test_a_name_full_of_signs_is_only_a_name() -> None:
    assert HOSTILE in words(printed(make_report("en", name=HOSTILE)))


def test_dots_of_charts_are_printed() -> None:
    report = make_report("en")
    with_dots, without = (
        pictures(printed(report, drop)) for drop in ("$never", '<path[^>]*"round"[^>]*>')
    )
    assert with_dots != without


def pictures(pdf: bytes) -> list[bytes]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=0.5).to_numpy().tobytes() for page in document]
    finally:
        document.close()


def alternatives(node: Any) -> Any:
    """All texts that stand for pictures in the tree of a tagged file."""
    if "/Alt" in node:
        yield str(node["/Alt"])
    children = node.get("/K", [])
    for child in children if isinstance(children, list) else [children]:
        child = child.get_object() if hasattr(child, "get_object") else child
        if hasattr(child, "get"):
            yield from alternatives(child)
