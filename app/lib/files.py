"""Files that are whole or absent, and files that are gone when they are gone."""

import os
import secrets
from pathlib import Path

_HERE = Path(__file__).resolve().parents[1]


def shipped(name: str) -> Path:
    """A folder of the program (surveys, locales, static): in a wheel, or in a checkout."""
    packed = _HERE / "_data" / name
    return packed if packed.exists() else _HERE.parent / name


def write_whole(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Readers see the old file or the new one; after return it survives a power cut."""
    new = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    sync_folder(path.parent)


def destroy(path: Path) -> None:
    """Overwrite, then unlink. Copy-on-write disks keep old blocks: see docs/privacy.md."""
    with path.open("r+b") as file:
        file.write(secrets.token_bytes(path.stat().st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """The names of all files in it, at any depth, survive a power cut, too."""
    for each in [folder, *folder.rglob("*")]:
        if each.is_dir():
            sync_folder(each)
