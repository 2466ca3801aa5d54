"""Two sites, one release: the files that the public gets."""

import json
import time
from gzip import compress
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.lib.db import Database
from app.lib.i18n import LANGUAGES
from app.publications.document import read as read_document
from app.publications.publishing import publish
from app.publications.tables import Release
from app.registry.tables import Inspectorate
from app.results.charts.drawing import draw
from app.results.charts.shapes import Drawable
from tests.making.publications import QUARTER, make_release, sketch
from tests.making.registry import make_inspectorate
from tests.pages import read, words

QUARTER_FOLDER = "{language}/results/geti/2026-q3"
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
async def inspectorate(people: Database) -> Inspectorate:
    async with people.transaction() as session:
        return await make_inspectorate(session)


@pytest.fixture
async def released(people: Database, inspectorate: Inspectorate) -> Release:
    async with people.transaction() as session:
        return await make_release(session, inspectorate)


def all_files(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


def html_files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


async def test_the_identity_is_the_same_on_both_sites_and_on_every_page(
    people: Database, inspectorate: Inspectorate, released: Release, tmp_path: Path
) -> None:
    await publish(people, inspectorate, tmp_path, sketch)
    for site in ("geti", "geti-ministry"):
        for language in LANGUAGES:
            folder = tmp_path / site / QUARTER_FOLDER.format(language=language)
            assert sha256((folder / "data.json").read_bytes()).hexdigest() == released.digest
            assert released.digest in words(read((folder / "index.html").read_text()))


async def test_every_page_is_valid_light_and_in_its_language(
    people: Database, inspectorate: Inspectorate, released: Release, tmp_path: Path
) -> None:
    await publish(people, inspectorate, tmp_path, draw)
    pages = html_files(tmp_path)
    assert len(pages) == 2 * (1 + 3 * len(LANGUAGES))
    for path in pages:
        html = path.read_text()
        page = read(html)
        assert len(compress(html.encode())) <= 60_000, path
        if path.parts[-2] in LANGUAGES:
            assert page.html is not None
            assert page.html["lang"] == path.parts[-2]
    assert released.digest


async def test_publishing_unchanged_touches_nothing_and_is_quick(
    people: Database, inspectorate: Inspectorate, released: Release, tmp_path: Path
) -> None:
    assert await publish(people, inspectorate, tmp_path / "site", sketch)
    before = all_files(tmp_path / "site")
    started = time.perf_counter()
    assert await publish(people, inspectorate, tmp_path / "site", sketch) == []
    assert time.perf_counter() - started < 0.5  # 0.1 on a quiet machine
    assert all_files(tmp_path / "site") == before
    assert released.digest


async def test_the_same_release_gives_the_same_bytes_on_another_day_and_place(
    people: Database, inspectorate: Inspectorate, released: Release, tmp_path: Path
) -> None:
    await publish(people, inspectorate, tmp_path / "one", sketch)
    await publish(people, inspectorate, tmp_path / "other", sketch)
    one, other = (all_files(tmp_path / name) for name in ("one", "other"))
    assert {path: content for path, (content, _) in one.items()} == {
        path: content for path, (content, _) in other.items()
    }
    assert released.digest


async def test_only_missing_charts_are_drawn(
    people: Database, inspectorate: Inspectorate, released: Release, tmp_path: Path
) -> None:
    drawn: list[Drawable] = []

    def draw_and_note(shape: Drawable) -> str:
        drawn.append(shape)
        return sketch(shape)

    await publish(people, inspectorate, tmp_path / "one", draw_and_note)
    assert drawn
    drawn.clear()
    await publish(people, inspectorate, tmp_path / "other", draw_and_note)
    assert drawn == []
    assert released.digest


async def test_a_damaged_page_is_mended(
    people: Database, inspectorate: Inspectorate, released: Release, tmp_path: Path
) -> None:
    await publish(people, inspectorate, tmp_path, sketch)
    page = tmp_path / "geti/ky/results/geti/2026-q3/index.html"
    before = page.read_bytes()
    page.write_bytes(before.replace(b"60", b"90"))
    assert await publish(people, inspectorate, tmp_path, sketch) == [page]
    assert page.read_bytes() == before
    assert released.digest


async def test_a_new_release_takes_the_badge_from_the_one_before(
    people: Database, inspectorate: Inspectorate, released: Release, tmp_path: Path
) -> None:
    await publish(people, inspectorate, tmp_path, sketch)
    page = tmp_path / "geti/en/results/geti/2026-q3/index.html"
    assert "Latest release" in words(read(page.read_text()))
    async with people.transaction() as session:
        await make_release(session, inspectorate, QUARTER.next)
    data = all_files(tmp_path)["geti/en/results/geti/2026-q3/data.xlsx"]
    await publish(people, inspectorate, tmp_path, sketch)
    assert "Not the latest release Go to the latest: Q4 2026" in words(read(page.read_text()))
    assert all_files(tmp_path)["geti/en/results/geti/2026-q3/data.xlsx"] == data
    assert released.digest


async def test_the_feed_lists_every_release_newest_first(
    people: Database, inspectorate: Inspectorate, released: Release, tmp_path: Path
) -> None:
    async with people.transaction() as session:
        newer = await make_release(session, inspectorate, QUARTER.next)
    await publish(people, inspectorate, tmp_path, sketch)
    feed = ElementTree.parse(tmp_path / "geti/ru/results/geti/releases.atom")  # noqa: S314
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert ids == [f"urn:sha256:{newer.digest}", f"urn:sha256:{released.digest}"]
    link = feed.find(f"{ATOM}entry/{ATOM}link")
    assert link is not None
    assert link.get("href") == "https://geti.kg.example/ru/results/geti/2026-q4/"


async def test_a_quarter_with_under_ten_answers_publishes_its_rates_only(
    people: Database, inspectorate: Inspectorate, tmp_path: Path
) -> None:
    async with people.transaction() as session:
        await make_release(session, inspectorate, answered=9, open_=0)
    await publish(people, inspectorate, tmp_path, sketch)
    page = read((tmp_path / "geti/en/results/geti/2026-q3/index.html").read_text())
    assert "Too few answers in Q3 2026 to show results" in words(page)
    assert page.find("svg") is None
    rates = page.find(string="From inspections to answers")
    assert rates is not None
    assert not (tmp_path / "geti/en/results/geti/2026-q3/codes.txt").exists()


async def test_a_quarter_without_inspections_publishes_cleanly(
    people: Database, inspectorate: Inspectorate, tmp_path: Path
) -> None:
    async with people.transaction() as session:
        await make_release(session, inspectorate, inspections=0)
    await publish(people, inspectorate, tmp_path, sketch)
    page = read((tmp_path / "geti/en/results/geti/2026-q3/index.html").read_text())
    assert "No inspections in Q3 2026" in words(page)


async def test_search_engines_find_the_data_set_and_the_other_languages(
    people: Database, inspectorate: Inspectorate, released: Release, tmp_path: Path
) -> None:
    await publish(people, inspectorate, tmp_path, sketch)
    html = (tmp_path / "geti/ky/results/geti/2026-q3/index.html").read_text()
    page = read(html)
    script = page.find("script")
    assert script is not None
    described = json.loads(str(script.string))
    assert described["@type"] == "Dataset"
    assert described["identifier"] == f"urn:sha256:{released.digest}"
    assert described["temporalCoverage"] == "2026-07-01/2026-09-30"
    assert 50 <= len(described["description"]) <= 5000
    base = "https://geti.kg.example"
    assert {str(tag["hreflang"]): tag["href"] for tag in page.select("link[hreflang]")} == {
        "x-default": f"{base}/ky/results/geti/2026-q3/",
        **{each: f"{base}/{each}/results/geti/2026-q3/" for each in LANGUAGES},
    }


async def test_a_name_cannot_break_out_of_the_page(people: Database, tmp_path: Path) -> None:
    nasty = {each: {"name": "</script><b>", "of": "x", "short": "x"} for each in LANGUAGES}
    async with people.transaction() as session:
        inspectorate = await make_inspectorate(session, names=nasty)
        release = await make_release(session, inspectorate)
        document = release.document.replace('"name":"geti ky"', '"name":"</script><b>"')
        release.document = document
    assert read_document(document).inspectorate.names["ky"]["name"] == "</script><b>"
    await publish(people, inspectorate, tmp_path, sketch)
    page = read((tmp_path / "geti/ky/results/geti/2026-q3/index.html").read_text())
    assert page.find("b", string="</script>") is None
    script = page.find("script")
    assert script is not None
    assert json.loads(str(script.string))["creator"]["name"] == "</script><b>"
