"""What the doctor finds."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

Level = Literal["OK", "WARNING", "ERROR"]
OK: Level = "OK"
WARNING: Level = "WARNING"
ERROR: Level = "ERROR"


@dataclass(frozen=True)
class Finding:
    """`words`: how it is and, where that is not well, what to do."""

    name: str
    level: Level
    words: str


def worst(value: float, warning: float, error: float) -> Level:
    """Of a number that should be small."""
    return ERROR if value >= error else WARNING if value >= warning else OK


def ago(age: timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    if minutes < 2 * 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"
