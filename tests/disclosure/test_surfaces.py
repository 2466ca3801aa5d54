"""A count that is said in words stands nowhere: not in pages, files, charts, their texts."""

import re
from dataclasses import replace
from html import escape
from io import BytesIO
from zipfile import ZipFile

from app.publications.bundling import bundle
from app.publications.document import Published, written
from app.publications.preparing import prepare, shapes
from app.results.charts.shapes import Cover
from app.results.composing import compose
from app.results.facts import Facts, Tally
from app.results.figures import QuarterResult
from app.results.rates import Rates
from tests.making.publications import make_collection, make_document
from tests.making.results import QUARTER, make_facts, make_questionnaire, make_tally

POST = make_questionnaire()
# Almost all of 1,217 are positive: 1,183 and 34 are said in words, as are their shares. In a region
# 1,151 of 1,169 are, so that it is hidden beside another.
HIDDEN = re.compile(
    r"(?<![\d.,])(1[ ,\u00a0\u202f]?(183|151|167)|0[.,]9721?|0[.,]9846|97[.,]2|98[.,]5)(?!\d)"
)


def test_what_is_said_in_words_has_no_figures() -> None:
    of = extreme().question("overall")
    assert of.coded == "high"
    assert (of.positive, of.interval, of.bounds, of.last_quarter) == (None, None, None, None)
    assert {(share.count, share.share) for share in of.shares} == {(None, None)}
    (row,) = (row for row in extreme().regions["overall"] if row.coded)
    assert (row.base, row.positive, row.interval, row.limits) == (None, None, None, None)


def extreme() -> QuarterResult:
    plain = make_facts(POST)
    regions = {
        "KG-B": make_tally({"5": 1151, "3": 18}),
        "KG-C": make_tally({"5": 16, "3": 8}),
        "KG-J": make_tally({"4": 16, "2": 8}),
    }
    counts = {"5": 1167, "4": 16, "3": 26, "2": 8}
    whole = {**plain.whole, "overall": Tally(1217, counts)}
    told = {code: {**plain.regions.get(code, {}), "overall": of} for code, of in regions.items()}
    facts = Facts(QUARTER, whole, told, dict.fromkeys(regions, 1500))
    return compose(
        "geti", POST, "invited", [facts], rates=Rates(5000, 4500, 4500, 4400, 1217),
        answered=1217, waiting=0, regions=list(regions), kinds=(),
    )  # fmt: skip


def surfaces() -> dict[str, str]:
    """All that is published of it; of each drawing, everything that it is drawn from."""
    empty = make_document()
    document = replace(empty, results=(extreme(),), questionnaires=(POST,))
    collection = make_collection(Published.of(written(document)))
    prepared = prepare(collection.releases)
    charts = {shape.hash: str(shape) for each in prepared.values() for shape in shapes(each)}
    # A cover is a picture in the bundle, and only its words here.
    covers = {shape.hash for each in prepared.values() for shape in shapes(each)
              if isinstance(shape, Cover)}  # fmt: skip
    files = bundle(
        replace(
            collection,
            prepared=prepared,
            charts={key: "" if key in covers else escape(words) for key, words in charts.items()},
        )
    )
    texts = {name: _text(content) for name, content in files.items()}
    return texts | {f"chart {key}": words for key, words in charts.items()}


def _text(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode(errors="ignore")
    with ZipFile(BytesIO(content)) as sheets:
        return " ".join(sheets.read(name).decode() for name in sheets.namelist())


def test_no_surface_holds_a_count_that_is_said_in_words() -> None:
    found = surfaces()
    assert {name.rpartition(".")[2] for name in found} >= {"html", "csv", "json", "xlsx"}
    assert any("1,217" in text for text in found.values())  # the base stands beside the words
    assert {name: HIDDEN.findall(text) for name, text in found.items() if HIDDEN.search(text)} == {}
