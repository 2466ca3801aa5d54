"""The collected bounces, each about a letter of the test's choice."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from app.mail.bounces.kinds import Kind

CORPUS = Path(__file__).resolve().parents[1] / "mail" / "bounces" / "corpus"
_NAME = b"LETTERNAME"  # stands in the corpus where a letter's signed name stands in real mail


@dataclass(frozen=True)
class Sample:
    file: str
    provider: str
    kind: Kind

    def about(self, name: str) -> bytes:
        return (CORPUS / self.file).read_bytes().replace(_NAME, name.encode())


@cache
def samples() -> tuple[Sample, ...]:
    with (CORPUS / "expected.csv").open(newline="") as file:
        return tuple(
            Sample(row["file"], row["provider"], Kind(row["kind"])) for row in csv.DictReader(file)
        )


def sample(start: str) -> Sample:
    """The one whose name starts so."""
    (found,) = (one for one in samples() if one.file.startswith(start))
    return found
