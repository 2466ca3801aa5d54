"""A bundle of files becomes a folder."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from app.publications.writing import MANIFEST, is_current, write_bundle

FILES = {
    "index.html": b"<p>choose</p>",
    "ky/results/geti/2026-q3/index.html": b"<p>page</p>",
    "ky/results/geti/2026-q3/data.csv": b"a,b\n",
    "ky/results/geti/index.html": b"<p>list</p>",
    "css/base.css": b"p{}",
}


def times(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_everything_is_written_and_named_in_the_manifest(tmp_path: Path) -> None:
    write_bundle(tmp_path, FILES, "one")
    manifest = json.loads((tmp_path / MANIFEST).read_bytes())
    assert list(manifest["files"]) == sorted(FILES)
    for path, digest in manifest["files"].items():
        assert sha256((tmp_path / path).read_bytes()).hexdigest() == digest
    assert is_current(tmp_path, "one")
    assert not is_current(tmp_path, "another")


def test_data_are_written_before_pages_and_the_manifest_last(tmp_path: Path) -> None:
    written = write_bundle(tmp_path, FILES, "one")
    assert written == [
        "ky/results/geti/2026-q3/data.csv",
        "css/base.css",
        "ky/results/geti/2026-q3/index.html",
        "ky/results/geti/index.html",
        "index.html",
        MANIFEST,
    ]


def test_writing_the_same_again_touches_nothing(tmp_path: Path) -> None:
    write_bundle(tmp_path, FILES, "one")
    before = times(tmp_path)
    assert write_bundle(tmp_path, FILES, "one") == []
    assert times(tmp_path) == before


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    write_bundle(tmp_path, FILES, "one")
    assert write_bundle(tmp_path, FILES | {"index.html": b"<p>new</p>"}, "two") == [
        "index.html",
        MANIFEST,
    ]


@pytest.mark.parametrize("damage", ["deleted", "altered"])
def test_a_damaged_folder_is_not_current(tmp_path: Path, damage: str) -> None:
    write_bundle(tmp_path, FILES, "one")
    page = tmp_path / "index.html"
    page.unlink() if damage == "deleted" else page.write_bytes(b"<p>somebody was here</p>")
    assert not is_current(tmp_path, "one")


def test_a_run_that_failed_half_way_is_completed_by_the_next(tmp_path: Path) -> None:
    write_bundle(tmp_path, FILES, "one")
    page = tmp_path / "ky/results/geti/index.html"
    page.unlink()
    page.mkdir()  # so that this page cannot be written
    new = {path: content + b"new" for path, content in FILES.items()}
    with pytest.raises(IsADirectoryError):
        write_bundle(tmp_path, new, "two")
    assert not is_current(tmp_path, "two")
    page.rmdir()
    assert write_bundle(tmp_path, new, "two") == [
        "ky/results/geti/index.html",
        "index.html",
        MANIFEST,
    ]
    assert is_current(tmp_path, "two")
