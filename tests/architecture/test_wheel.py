"""The wheel carries its data and runs from an empty folder."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the wheel's files lie; the packages it needs are the test environment's."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", str(folder)]
    subprocess.run([*command, str(ROOT)], check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def _pikir(installed: Path, folder: Path, *arguments: str) -> str:
    settings = {}
    if (folder / "data" / "pikir.env").exists():
        lines = (folder / "data" / "pikir.env").read_text().splitlines()
        settings = dict(line.split("=", 1) for line in lines if line.startswith("PIKIR_"))
    done = subprocess.run(
        [sys.executable, "-P", "-m", "app", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(installed), **settings},
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def test_the_wheel_holds_questionnaires_catalogues_and_styles(installed: Path) -> None:
    data = installed / "app" / "_data"
    assert (data / "surveys" / "post-inspection" / "1.yaml").exists()
    assert (data / "locales" / "ky" / "LC_MESSAGES" / "messages.po").exists()
    assert (data / "static" / "css" / "base.css").exists()


@pytest.mark.slow
def test_everything_in_it_is_said_in_every_language(installed: Path, tmp_path: Path) -> None:
    said = _pikir(installed, tmp_path, "i18n", "status")  # its exit status is checked
    assert "Kazakh     questionnaires" in said


@pytest.mark.slow
def test_it_begins_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    assert "pikir.env" in _pikir(installed, tmp_path, "init", "data")
    assert "ballots: newest schema" in _pikir(installed, tmp_path, "migrate")
    geti = installed / "app" / "demo" / "inspectorates" / "geti.yaml"
    assert "geti" in _pikir(installed, tmp_path, "inspectorate", "add", str(geti))
    again = _pikir(installed, tmp_path, "inspectorate", "add", str(geti))
    assert again
