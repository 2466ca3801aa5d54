"""Files of a backup: for its owner's eyes only, durable when they are closed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import BinaryIO


@contextmanager
def create(path: Path) -> Iterator[BinaryIO]:
    for folder in reversed(path.parents):  # mkdir's own `parents` would be open to all
        folder.mkdir(exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def copy(source: Path, target: Path) -> None:
    with create(target) as file:
        file.write(source.read_bytes())


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
