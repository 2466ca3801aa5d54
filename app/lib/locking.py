"""One process at a time, by a lock on a file. The lock of a process that dies ends with it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any


class Taken(RuntimeError):
    """Another process is having this turn."""


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Else Taken. The file says nothing: it is made where there is none, and never written to."""
    with file.open("a") as held:
        if not lock(held):
            raise Taken(file.name)
        yield


def lock(file: IO[Any]) -> bool:
    """Ours until it is closed; False while another process has it."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
