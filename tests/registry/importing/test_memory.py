"""A register of any length takes the same memory, as CSV and as XLSX: measured in a process."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.making.spreadsheets import make_long_xlsx

_READ = r"""
import re, sys
from pathlib import Path
from app.registry.importing.opening import open_rows
with open_rows(Path(sys.argv[1])) as rows:
    count = sum(1 for _row in rows)
# Not getrusage: that counts what the parent held at the moment of starting this.
print(count, re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])
"""


def _peak(path: Path, rows: int) -> int:
    """Kilobytes of a process that reads the file and nothing else."""
    ran = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, check=True, text=True
    )
    count, peak = map(int, ran.stdout.split())
    assert count == rows
    return peak


def _csv(path: Path, rows: int) -> Path:
    lines = (f"KG-{number},Ишкана {number},owner-{number}@mail.example" for number in range(rows))
    path.write_text("\n".join(["act_number,business_name,email", *lines]))
    return path


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_memory_does_not_grow_with_the_rows(tmp_path: Path, kind: str) -> None:
    """In a spreadsheet the different texts stay in memory, at their own length and eight bytes."""
    make = _csv if kind == "csv" else make_long_xlsx
    few, many = 2_000, 20_000
    short = _peak(make(tmp_path / f"short.{kind}", few), few)
    long = _peak(make(tmp_path / f"long.{kind}", many), many)
    texts = 2 * 40 * (many - few) // 1024 if kind == "xlsx" else 0
    assert long - short < 3_000 + texts


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_million_rows_fit(tmp_path: Path, kind: str) -> None:
    make = _csv if kind == "csv" else make_long_xlsx
    assert _peak(make(tmp_path / f"register.{kind}", 1_000_000), 1_000_000) < 300 * 1024
