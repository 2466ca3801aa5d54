"""The only source of now. The demo and the tests may step it, also across processes."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

FILE = "PIKIR_CLOCK_FILE"


class NotStepped(RuntimeError):
    """The clock of a real installation cannot be moved."""


def now() -> datetime:
    """The present moment, in UTC, moved by what stands in the file PIKIR_CLOCK_FILE names."""
    return datetime.now(UTC) + _offset()


def step_to(moment: datetime) -> None:
    """Move every process that shares PIKIR_CLOCK_FILE to `moment`; time goes on from there."""
    path = os.environ.get(FILE)
    if path is None:
        raise NotStepped(f"Set {FILE} to step the clock; never on a real installation.")
    seconds = (moment - datetime.now(UTC)).total_seconds()
    new = Path(path).with_suffix(".new")
    new.write_text(str(seconds))
    new.replace(path)


def _offset() -> timedelta:
    path = os.environ.get(FILE)
    if path is None:
        return timedelta(0)
    return timedelta(seconds=float(Path(path).read_text()))
