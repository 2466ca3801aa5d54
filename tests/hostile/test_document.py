"""docs/security.md names tests that there are, and leaves no fault of its list out."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAID = (ROOT / "docs" / "security.md").read_text()
FAULTS = [
    "K1",
    "K2",
    "K3",
    "S1",
    "D1",
    "D2",
    "T1",
    "C1",
    "I1",
    "H1",
    "X1",
    "X2",
    "X3",
    "X4",
    "A1",
    "A2",
    "L1",
    "B1",
    "E1",
    "Z1",
    "P1",
]


def rows() -> list[list[str]]:
    """Ids, what is done, tests."""
    lines = [line.strip("|").split("|") for line in SAID.splitlines() if line.startswith("| ")]
    return [line for line in lines if re.match(r" [A-Z]\d", line[0])]


def test_every_fault_has_its_row() -> None:
    assert sorted(re.findall(r"[A-Z]\d", "".join(row[0] for row in rows()))) == sorted(FAULTS)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0].strip())
def test_the_tests_of_a_row_are_there(row: list[str]) -> None:
    folder = ROOT
    for name in re.findall(r"`((?:tests|app)/[^`]+|test_\w+\.py)`", row[2]):
        found = ROOT / name if "/" in name else folder / name
        assert found.exists(), name
        folder = found.parent
