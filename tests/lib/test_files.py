"""Files that are whole or absent; keys that are gone when they are gone."""

from pathlib import Path

import pytest

from app.lib import clock
from app.lib.files import destroy, write_whole
from app.lib.keyfolder import KeyFolder, Lost


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    write_whole(tmp_path / "page", b"old")
    write_whole(tmp_path / "page", b"new")
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"new"]


def test_a_destroyed_file_is_gone_and_was_overwritten(tmp_path: Path) -> None:
    write_whole(tmp_path / "key", b"secret")
    with (tmp_path / "key").open("rb") as still_open:
        destroy(tmp_path / "key")
        assert still_open.read() != b"secret"
    assert not (tmp_path / "key").exists()


def test_the_first_to_create_a_key_decides_it(tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path / "keys")
    assert folder.create_once("letters-2026-W40", b"first") == b"first"
    assert folder.create_once("letters-2026-W40", b"second") == b"first"
    assert folder.names("letters") == ["letters-2026-W40"]


def test_nobody_else_may_read_a_key(tmp_path: Path) -> None:
    KeyFolder(tmp_path / "keys").put("box-1", b"secret")
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
    assert (tmp_path / "keys" / "box-1").stat().st_mode & 0o077 == 0


def test_a_destroyed_key_is_lost(tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path / "keys")
    folder.put("box-1", b"secret")
    folder.destroy("box-1")
    with pytest.raises(Lost):
        folder.read("box-1")


@pytest.mark.parametrize("name", ["../people", "a/b", "", "a b", ".hidden"])
def test_a_key_cannot_be_named_out_of_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        KeyFolder(tmp_path / "keys").read(name)


def test_the_clock_of_a_real_installation_cannot_be_stepped() -> None:
    with pytest.raises(clock.NotStepped):
        clock.step_to(clock.now())
