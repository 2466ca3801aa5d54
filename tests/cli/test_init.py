"""pikir init: a file of settings with fresh secrets, written once."""

import stat
from pathlib import Path

from click.testing import CliRunner, Result

from app.__main__ import pikir
from app.settings import from_environment


def init(folder: Path) -> Result:
    return CliRunner().invoke(pikir, ["init", str(folder)])


def read(file: Path) -> dict[str, str]:
    lines = (line for line in file.read_text().splitlines() if not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


def test_what_it_writes_is_a_whole_set_of_settings(tmp_path: Path) -> None:
    said = init(tmp_path / "pikir")
    assert said.exit_code == 0, said.output
    settings = from_environment(read(tmp_path / "pikir" / "pikir.env"))
    assert settings.key_folder == tmp_path / "pikir" / "keys"
    assert settings.database_url != settings.ballots_url


def test_nobody_else_can_read_the_secrets(tmp_path: Path) -> None:
    init(tmp_path / "pikir")
    for path, mode in ((tmp_path / "pikir", 0o700), (tmp_path / "pikir" / "pikir.env", 0o600)):
        assert stat.S_IMODE(path.stat().st_mode) == mode


def test_every_installation_has_secrets_of_its_own(tmp_path: Path) -> None:
    init(tmp_path / "one")
    init(tmp_path / "other")
    one, other = (read(tmp_path / name / "pikir.env") for name in ("one", "other"))
    for name in ("PIKIR_SECRET_KEYS", "PIKIR_PEPPER", "PIKIR_EMAIL_KEYS"):
        assert one[name] != other[name]


def test_secrets_in_use_are_not_written_over(tmp_path: Path) -> None:
    init(tmp_path / "pikir")
    before = (tmp_path / "pikir" / "pikir.env").read_bytes()
    said = init(tmp_path / "pikir")
    assert said.exit_code == 1
    assert "Nothing done" in said.output
    assert (tmp_path / "pikir" / "pikir.env").read_bytes() == before
