"""Keys that live outside databases and backups, and are destroyed on purpose."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.lib.files import destroy, sync_folder, write_whole
from app.lib.locking import alone


class Lost(LookupError):
    """The key is not in the folder: it was destroyed, or this is another machine's folder."""


class KeyFolder:
    """Names are plain words such as `box-3f2a…` or `letters-2026-W40`; contents are raw bytes."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder

    def put(self, name: str, key: bytes) -> None:
        """Durable on return: a public key may be published only after this."""
        write_whole(self._path(name), key, mode=0o600)

    def create_once(self, name: str, key: bytes) -> bytes:
        """The key of that name; `key` becomes it if there was none. Safe between processes."""
        if self._path(name).exists():  # as nearly always: spares the disk two flushes
            return self.read(name)
        draft = self._folder / f".draft-{os.getpid()}-{name}"
        write_whole(draft, key, mode=0o600)
        try:
            os.link(draft, self._path(name))
            sync_folder(self._folder)
        except FileExistsError:
            return self.read(name)
        finally:
            draft.unlink()
        return key

    def read(self, name: str) -> bytes:
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError as error:
            raise Lost(name) from error

    def destroy(self, name: str) -> None:
        path = self._path(name)
        if path.exists():
            destroy(path)

    def names(self, prefix: str) -> list[str]:
        return sorted(path.name for path in self._folder.glob(f"{prefix}*"))

    def beside(self, name: str) -> Path:
        """A folder of what this machine keeps to itself, too, and is no key."""
        return self._folder.parent / name

    @contextmanager
    def turn(self, name: str) -> Iterator[None]:
        """One process at a time, else Taken."""
        with alone(self._folder / f".turn-{name}"):
            yield

    def _path(self, name: str) -> Path:
        if not name.replace("-", "").isalnum():
            raise ValueError(f"{name!r} is not a key's name")
        return self._folder / name
