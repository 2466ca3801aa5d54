"""A day while boxes are open, and a folder for batch files."""

from pathlib import Path

import pytest

from app.lib.clock import step_to
from tests.making.ballots import NOON


@pytest.fixture(autouse=True)
def _noon(clock: None) -> None:
    step_to(NOON)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "batches"
