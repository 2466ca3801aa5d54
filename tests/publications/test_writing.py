"""A bundle of files becomes a folder."""

import fcntl
import json
import os
import time
from hashlib import sha256
from pathlib import Path

import pytest

from app.lib.locking import Taken
from app.publications.writing import MANIFEST, is_current, write_bundle

FILES = {
    "index.html": b"<p>choose</p>",
    "ky/results/geti/2026-q3/index.html": b"<p>page</p>",
    "ky/results/geti/2026-q3/data.csv": b"a,b\n",
    "ky/results/geti/index.html": b"<p>list</p>",
    "css/base.css": b"p{}",
}


NEW = {path: content + b"new" for path, content in FILES.items()}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def times(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_everything_is_written_and_named_in_the_manifest(site: Path) -> None:
    write_bundle(site, FILES, "one")
    manifest = json.loads((site / MANIFEST).read_bytes())
    assert list(manifest["files"]) == sorted(FILES)
    for path, digest in manifest["files"].items():
        assert sha256((site / path).read_bytes()).hexdigest() == digest
    assert is_current(site, "one")
    assert not is_current(site, "another")


def test_writing_the_same_again_touches_nothing(site: Path) -> None:
    write_bundle(site, FILES, "one")
    before = times(site.parent)
    assert write_bundle(site, FILES, "one") == []
    assert times(site.parent) == before


def test_only_what_changed_is_written(site: Path) -> None:
    write_bundle(site, FILES, "one")
    assert write_bundle(site, FILES | {"index.html": b"<p>new</p>"}, "two") == [
        "index.html",
        MANIFEST,
    ]


@pytest.mark.parametrize("damage", ["deleted", "altered"])
def test_a_damaged_folder_is_not_current(site: Path, damage: str) -> None:
    write_bundle(site, FILES, "one")
    page = site / "index.html"
    page.unlink() if damage == "deleted" else page.write_bytes(b"<p>somebody was here</p>")
    assert not is_current(site, "one")


def test_readers_see_one_version_or_the_next(site: Path) -> None:
    write_bundle(site, FILES, "one")
    reading = site.resolve()
    write_bundle(site, NEW, "two")
    assert is_current(reading, "one")
    assert is_current(site, "two")


def test_a_run_that_failed_half_way_has_changed_nothing(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_bundle(site, FILES, "one")
    with monkeypatch.context() as broken:
        broken.setattr(Path, "symlink_to", _no_space)
        with pytest.raises(OSError, match="No space"):
            write_bundle(site, NEW, "two")
    assert is_current(site, "one")
    write_bundle(site, NEW, "two")
    assert is_current(site, "two")


def test_what_was_current_stays_until_nobody_can_still_be_reading_it(site: Path) -> None:
    write_bundle(site, FILES, "one")
    reading = site.resolve()
    for _ in range(3):
        write_bundle(site, NEW, "two")  # by another worker, too
        assert is_current(reading, "one")
    an_hour_ago = time.time() - 3601
    os.utime(site, (an_hour_ago, an_hour_ago), follow_symlinks=False)
    write_bundle(site, NEW, "two")
    assert [path.name for path in site.parent.glob(".site-*")] == [site.resolve().name]


def test_one_process_writes_at_a_time(site: Path) -> None:
    write_bundle(site, FILES, "one")
    with (site.parent / ".turn").open("w") as another:
        fcntl.flock(another, fcntl.LOCK_EX)
        with pytest.raises(Taken):
            write_bundle(site, NEW, "two")
    write_bundle(site, NEW, "two")


def _no_space(*_: object) -> None:
    raise OSError("No space left on device")
