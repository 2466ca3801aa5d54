"""The picture beside a link to a release."""

from app.lib.i18n import LANGUAGES, speaking
from app.publications.covering import cover
from app.results.charts.cover import paint
from tests.making.publications import make_document


def test_it_says_the_first_figure_with_its_base_and_change() -> None:
    shape = cover(make_document())
    assert (shape.figure, shape.label) == ("71%", "Overall satisfaction")
    assert shape.note.endswith(" answers; +4 points against Q2 2026")
    assert shape.about == "What inspected businesses say, Q3 2026"


def test_without_a_figure_it_says_why() -> None:
    shape = cover(make_document(answered=9))
    assert (shape.figure, shape.label, shape.note) == (
        "", "Too few answers in Q3 2026 to show results", "",
    )  # fmt: skip


def test_the_same_release_gives_the_same_bytes() -> None:
    for language in LANGUAGES:
        with speaking(language):
            assert paint(cover(make_document())) == paint(cover(make_document()))
