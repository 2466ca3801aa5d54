"""pikir demo says in a sentence why it cannot run."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from app.demo import command
from app.demo.command import demo


def test_a_missing_extra_is_named_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "_NEEDED", ("a_package_nobody_has",))
    result = CliRunner().invoke(demo, ["--once"])
    assert result.exit_code == 1
    assert "a_package_nobody_has" in result.output
    assert "pip install 'pikir[demo]'" in result.output


def test_a_folder_of_somebody_else_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "var" / "demo").mkdir(parents=True)
    (tmp_path / "var" / "demo" / "thesis.txt").touch()
    result = CliRunner().invoke(demo, ["--once"])
    assert result.exit_code == 1
    assert "no demo has made" in result.output
