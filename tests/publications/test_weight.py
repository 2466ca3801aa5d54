"""How heavy the pages of a site are, with their real charts."""

from dataclasses import replace
from gzip import compress

import pytest

from app.lib.i18n import LANGUAGES
from app.publications.bundling import bundle
from app.publications.preparing import prepare, shapes
from app.results.charts.drawing import draw
from tests.making.publications import make_collection, sketch

QUICK = "ru"  # has the longest words; a language's charts take seconds


@pytest.mark.parametrize(
    "language",
    [pytest.param(each, marks=() if each == QUICK else pytest.mark.slow) for each in LANGUAGES],
)
def test_every_page_is_light_enough_for_a_telephone(language: str) -> None:
    collection = make_collection()
    prepared = prepare(collection.releases)
    charts = {
        shape.hash: draw(shape) if shape.language == language else sketch(shape)
        for each in prepared.values()
        for shape in shapes(each)
    }
    files = bundle(replace(collection, prepared=prepared, charts=charts))
    weights = {
        path: len(compress(html))
        for path, html in files.items()
        if path.startswith((f"{language}/", "index")) and path.endswith(".html")
    }
    assert len(weights) == 5
    assert max(weights.values()) <= 60_000, weights
