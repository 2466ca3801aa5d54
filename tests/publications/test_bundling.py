"""A site as files: what the public gets."""

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from io import StringIO
from struct import unpack
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup

from app.lib.i18n import LANGUAGES
from app.publications.bundling import Files, bundle
from app.publications.collection import Collection
from app.publications.document import Published, written
from app.publications.preparing import prepare, shapes
from app.results.charts.drawing import draw
from app.results.charts.shapes import Cover
from tests.making.publications import (
    QUARTER,
    make_collection,
    make_document,
    make_published,
    sketch,
)
from tests.making.results import make_questionnaire
from tests.pages import read, words

POST = make_questionnaire()
FOLDER = "{}/results/geti/2026-q3/"
ATOM = "{http://www.w3.org/2005/Atom}"


def bundled(collection: Collection, charts: Mapping[str, str] | None = None) -> Files:
    prepared = prepare(collection.releases)
    return bundle(replace(collection, prepared=prepared, charts=charts or {}))


@pytest.fixture(scope="module")
def collection() -> Collection:
    return make_collection()


@pytest.fixture(scope="module")
def charts(collection: Collection) -> dict[str, str]:
    """Sketches, but for the covers: how heavy the drawings are is weighed by itself."""
    wanted = [shape for each in prepare(collection.releases).values() for shape in shapes(each)]
    sketched = {shape.hash: sketch(shape) for shape in wanted}
    return sketched | {shape.hash: draw(shape) for shape in wanted if isinstance(shape, Cover)}


@pytest.fixture(scope="module")
def files(collection: Collection, charts: dict[str, str]) -> Files:
    return bundled(collection, charts)


@pytest.fixture(scope="module")
def pages(files: Files) -> dict[str, BeautifulSoup]:
    """Every page by its place; none of them has a fault."""
    return {path: read(html.decode()) for path, html in files.items() if path.endswith(".html")}


def test_a_site_has_a_page_for_the_language_and_four_in_each(
    pages: dict[str, BeautifulSoup],
) -> None:
    assert len(pages) == 1 + 4 * len(LANGUAGES)
    for path, page in pages.items():
        assert page.html is not None
        assert page.html["lang"] == (path.split("/")[0] if "/" in path else "ky")


def test_the_quarter_has_all_its_charts_and_each_has_a_table(
    pages: dict[str, BeautifulSoup],
) -> None:
    page = pages[FOLDER.format("ru") + "index.html"]
    exhibits = page.select("section.exhibit")
    assert len(exhibits) >= 10
    for exhibit in exhibits:
        assert len(exhibit.select("svg[role=img]")) == 2, exhibit["id"]
        assert exhibit.select("details table")


def test_every_question_can_be_opened_by_region_and_by_quarter(
    pages: dict[str, BeautifulSoup],
) -> None:
    page = pages[FOLDER.format("kk") + "index.html"]
    for kind in ("regions", "trend"):
        own = f"invited-post-inspection-1-{kind}-"
        for question in POST.closed:
            if question.positive:
                exhibit = page.find(id=own + question.id)
                assert exhibit, question.id
                assert (exhibit.name == "details") == (not question.required)
                assert exhibit.select("svg[role=img]")
                assert exhibit.select("table")


def test_questions_stand_under_their_themes_and_the_contents_lead_there(
    pages: dict[str, BeautifulSoup],
) -> None:
    page = pages[FOLDER.format("en") + "index.html"]
    themes = [tag.get_text() for tag in page.select("h3.theme")]
    assert themes[:4] == ["Overall view", "Lawfulness", "Openness", "The inspector's work"]
    links = page.select("nav.contents a")
    assert {tag.get_text() for tag in links} >= {*themes[:4], "By region", "Method and limits"}
    for tag in links:
        assert page.find(id=str(tag["href"])[1:]), tag["href"]
    courtesy = page.find(id="invited-post-inspection-1-ordinal-competence")
    heading = courtesy.find_previous("h3") if courtesy else None
    assert heading
    assert heading.get_text() == "The inspector's work"


def test_the_quarter_tells_its_story_in_order(pages: dict[str, BeautifulSoup]) -> None:
    headings = [
        tag.get_text(strip=True) for tag in pages[FOLDER.format("en") + "index.html"].find_all("h2")
    ]
    assert headings == [
        "Main findings",
        "Contents",
        "Your opinion about the inspection",
        "Your opinion about the desk inspection",
        "The open questionnaire",
        "What was done",
        "Method and limits",
        "Downloads",
        "How to cite",
        "Is this the real release?",
        "Corrections",
        "Other releases",
    ]


def test_every_link_is_relative_and_leads_to_a_file(
    files: Files, pages: dict[str, BeautifulSoup]
) -> None:
    for path, page in pages.items():
        base = path.split("/")[:-1]
        for tag in page.select("body a[href], link[rel=stylesheet]"):
            href = str(tag["href"])
            if href.startswith(("https://", "mailto:", "#")):
                continue
            target = [*base]
            for step in href.split("/"):
                target = target[:-1] if step == ".." else [*target, step]
            assert "/".join(target) in files, (path, href)


def test_the_release_is_the_same_file_in_every_language_and_names_itself_on_every_page(
    files: Files, pages: dict[str, BeautifulSoup], collection: Collection
) -> None:
    (release,) = collection.releases
    for language in LANGUAGES:
        folder = FOLDER.format(language)
        assert sha256(files[folder + "data.json"]).hexdigest() == release.digest
        assert release.digest in words(pages[folder + "index.html"])


def test_both_sites_hold_the_same_data(
    files: Files, collection: Collection, charts: dict[str, str]
) -> None:
    (twin,) = collection.twins
    other = bundled(replace(collection, site=twin, twins=(collection.site,)), charts)
    assert other.keys() == files.keys()
    for path, content in files.items():
        if not path.endswith((".html", ".atom", ".ics")):  # these hold the site's own address
            assert other[path] == content, path


def test_the_same_release_gives_the_same_bytes(files: Files, charts: dict[str, str]) -> None:
    assert bundled(make_collection(), charts) == files


def test_the_languages_of_the_country_are_offered_first(
    pages: dict[str, BeautifulSoup],
) -> None:
    links = [str(tag["lang"]) for tag in pages["index.html"].select("main a")]
    assert links == ["ky", "kk", "ru", "en"]


def test_the_feed_lists_every_release_newest_first() -> None:
    newer, older = (
        make_published(QUARTER.next, answered=9, open_=0),
        make_published(answered=9, open_=0),
    )
    feed = ElementTree.fromstring(  # noqa: S314
        bundled(make_collection(newer, older))["ru/results/geti/releases.atom"]
    )
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert ids == [f"urn:sha256:{newer.digest}", f"urn:sha256:{older.digest}"]
    link = feed.find(f"{ATOM}entry/{ATOM}link")
    assert link is not None
    assert link.get("href") == "https://geti.kg.example/ru/results/geti/2026-q4/"


def test_under_ten_answers_only_the_rates_are_published() -> None:
    files = bundled(make_collection(make_published(answered=9, open_=0)))
    page = read(files["en/results/geti/2026-q3/index.html"].decode())
    assert "Too few answers in Q3 2026 to show results" in words(page)
    assert page.select("section.exhibit") == []
    assert page.find(string="From inspections to answers")
    assert "en/results/geti/2026-q3/codes.txt" not in files


def test_the_method_says_how_many_letters_did_not_arrive() -> None:
    files = bundled(make_collection(make_published(answered=9, open_=0)))
    page = words(read(files["en/results/geti/2026-q3/index.html"].decode()))
    assert "Letter delivered 713 178" in page
    assert "Letter refused or stopped 37 9" in page


def test_a_quarter_without_inspections_is_published() -> None:
    files = bundled(make_collection(make_published(inspections=0, open_=0)))
    page = read(files["en/results/geti/2026-q3/index.html"].decode())
    assert "No inspections in Q3 2026" in words(page)


def test_a_site_without_releases_says_so() -> None:
    files = bundled(replace(make_collection(), releases=()))
    page = read(files["en/results/geti/index.html"].decode())
    assert "Nothing has been published yet." in words(page)
    assert not [path for path in files if path.endswith((".atom", ".ics"))]
    assert "en/results/geti/latest/index.html" not in files


def test_a_messenger_shows_the_first_figure_in_the_pages_language(
    files: Files, pages: dict[str, BeautifulSoup]
) -> None:
    folder = FOLDER.format("ky")
    assert files[folder + "cover.png"].startswith(b"\x89PNG\r\n\x1a\n")
    assert unpack(">II", files[folder + "cover.png"][16:24]) == (1200, 630)
    told = {
        str(tag.get("property") or tag.get("name")): tag["content"]
        for tag in pages[folder + "index.html"].select("meta[content]")
    }
    assert told["og:image"] == f"https://geti.kg.example/{folder}cover.png"
    assert "71%" in told["og:title"]
    assert told["og:description"]
    assert told["article:modified_time"] == "2026-11-19T03:30:00+00:00"


def test_the_package_describes_every_file_beside_it(files: Files) -> None:
    folder = FOLDER.format("ru")
    package = json.loads(files[folder + "datapackage.json"])
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    table = csv.reader(StringIO(files[folder + "data.csv"].decode("utf-8-sig")))
    for resource in package["resources"]:
        content = files[folder + resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{sha256(content).hexdigest()}"
        if resource["name"] == "csv":
            fields = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
            assert list(fields) == next(table)
            assert (fields["base"], fields["share"], fields["region"]) == (
                "integer", "any", "string",
            )  # fmt: skip


def test_latest_leads_to_the_newest_release() -> None:
    releases = [make_published(each, answered=9, open_=0) for each in (QUARTER.next, QUARTER)]
    page = read(bundled(make_collection(*releases))["kk/results/geti/latest/index.html"].decode())
    refresh = page.select_one("meta[http-equiv=refresh]")
    assert refresh
    assert refresh["content"] == "0; url=../2026-q4/index.html"
    canonical = page.select_one("link[rel=canonical]")
    assert canonical
    assert canonical["href"] == "https://geti.kg.example/kk/results/geti/2026-q4/"


def test_search_engines_find_the_data_set_and_the_other_languages(
    pages: dict[str, BeautifulSoup], collection: Collection
) -> None:
    page = pages["ky/results/geti/2026-q3/index.html"]
    described = json.loads(str(page.select_one("script").string))  # type: ignore[union-attr]
    assert described["@type"] == "Dataset"
    assert described["identifier"] == f"urn:sha256:{collection.releases[0].digest}"
    assert described["temporalCoverage"] == "2026-07-01/2026-09-30"
    assert 50 <= len(described["description"]) <= 5000
    assert {each["name"] for each in described["distribution"]} == {
        "data.csv", "data.xlsx", "data.json", "datapackage.json",
    }  # fmt: skip
    base = "https://geti.kg.example"
    assert {str(tag["hreflang"]): tag["href"] for tag in page.select("link[hreflang]")} == {
        "x-default": f"{base}/ky/results/geti/2026-q3/",
        **{each: f"{base}/{each}/results/geti/2026-q3/" for each in LANGUAGES},
    }


def test_a_name_cannot_break_out_of_the_page() -> None:
    nasty = {each: {"name": "</script><b>", "of": "x", "short": "x"} for each in LANGUAGES}
    document = make_document(answered=9, open_=0)
    named = replace(document, inspectorate=replace(document.inspectorate, names=nasty))
    files = bundled(make_collection(Published.of(written(named))))
    page = read(files["ky/results/geti/2026-q3/index.html"].decode())
    assert page.find("b", string="</script>") is None
    described = json.loads(str(page.select_one("script").string))  # type: ignore[union-attr]
    assert described["creator"]["name"] == "</script><b>"
