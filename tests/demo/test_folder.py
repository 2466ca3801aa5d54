"""The demo's folder: emptied only if it is the demo's own."""

import socket
from pathlib import Path

import pytest

from app.demo.folder import HOST, Unusable, fresh, listening


def test_what_an_earlier_demo_left_is_removed(tmp_path: Path) -> None:
    with fresh(tmp_path / "demo") as folder:
        (folder.path / "people.sqlite3").write_text("old")
        (folder.register / "geti.csv").write_text("old")
    with fresh(tmp_path / "demo") as folder:
        assert not (folder.path / "people.sqlite3").exists()
        assert list(folder.register.iterdir()) == []


def test_what_no_demo_has_made_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "thesis.txt"
    mine.write_text("three years of work")
    with pytest.raises(Unusable, match="no demo has made"), fresh(tmp_path):
        pass
    assert mine.read_text() == "three years of work"


def test_two_demos_do_not_share_a_folder(tmp_path: Path) -> None:
    with (
        fresh(tmp_path / "demo"),
        pytest.raises(Unusable, match="is running"),
        fresh(tmp_path / "demo"),
    ):
        pass


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file, not a folder")
    with pytest.raises(Unusable, match="cannot be written"), fresh(tmp_path / "var" / "demo"):
        pass


def test_a_port_in_use_is_passed_over() -> None:
    with listening() as first, listening() as second:
        assert first.getsockname()[1] != second.getsockname()[1]
        with socket.create_connection((HOST, first.getsockname()[1])):
            pass
