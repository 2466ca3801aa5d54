"""The folders of both sites follow what has been released."""

import time
from pathlib import Path

import pytest

from app.lib.db import Database
from app.publications.publishing import publish
from app.publications.tables import Release
from app.registry.tables import Inspectorate
from app.results.charts.shapes import Drawable
from tests.making.publications import QUARTER, make_release, sketch
from tests.making.registry import make_inspectorate
from tests.pages import read, words


@pytest.fixture
async def inspectorate(people: Database) -> Inspectorate:
    async with people.transaction() as session:
        return await make_inspectorate(session)


@pytest.fixture
async def released(people: Database, inspectorate: Inspectorate) -> Release:
    async with people.transaction() as session:
        return await make_release(session, inspectorate, answered=9, open_=0)


def all_files(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.usefixtures("released")
async def test_publishing_unchanged_touches_nothing_and_is_quick(
    people: Database, inspectorate: Inspectorate, tmp_path: Path
) -> None:
    assert await publish(people, inspectorate, tmp_path / "site", sketch)
    before = all_files(tmp_path / "site")
    started = time.perf_counter()
    assert await publish(people, inspectorate, tmp_path / "site", sketch) == []
    assert time.perf_counter() - started < 0.5  # 0.1 on a quiet machine
    assert all_files(tmp_path / "site") == before


async def test_only_missing_charts_are_drawn(
    people: Database, inspectorate: Inspectorate, tmp_path: Path
) -> None:
    async with people.transaction() as session:
        await make_release(session, inspectorate, answered=40, open_=0)
    drawn: list[Drawable] = []

    def draw_and_note(shape: Drawable) -> str:
        drawn.append(shape)
        return sketch(shape)

    await publish(people, inspectorate, tmp_path / "one", draw_and_note)
    assert drawn
    drawn.clear()
    await publish(people, inspectorate, tmp_path / "other", draw_and_note)
    assert drawn == []


@pytest.mark.usefixtures("released")
async def test_a_damaged_page_is_mended(
    people: Database, inspectorate: Inspectorate, tmp_path: Path
) -> None:
    await publish(people, inspectorate, tmp_path, sketch)
    page = tmp_path / "geti/ky/results/geti/2026-q3/index.html"
    before = page.read_bytes()
    page.write_bytes(before.replace(b">9<", b">90<"))
    assert await publish(people, inspectorate, tmp_path, sketch) == [page]
    assert page.read_bytes() == before


@pytest.mark.usefixtures("released")
async def test_a_new_release_takes_the_badge_from_the_one_before(
    people: Database, inspectorate: Inspectorate, tmp_path: Path
) -> None:
    await publish(people, inspectorate, tmp_path, sketch)
    page = tmp_path / "geti/en/results/geti/2026-q3/index.html"
    assert "Latest release" in words(read(page.read_text()))
    async with people.transaction() as session:
        await make_release(session, inspectorate, QUARTER.next, answered=9, open_=0)
    data = all_files(tmp_path / "geti")["en/results/geti/2026-q3/data.xlsx"]
    await publish(people, inspectorate, tmp_path, sketch)
    assert "Not the latest release Go to the latest: Q4 2026" in words(read(page.read_text()))
    assert all_files(tmp_path / "geti")["en/results/geti/2026-q3/data.xlsx"] == data
