"""A bundle of files becomes a folder, all of it at one moment.

The folder is a link to the version that is current. A new version is laid out beside it, then the
link is moved: readers see the old site or the new one, and a crash at any step changes nothing.
What was current before stays for those who are still reading it; it goes, with what crashes have
left, at the first writing an hour after the last move.
"""

import json
import os
import secrets
import shutil
import time
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from app.lib.files import sync_folder, sync_tree, write_whole
from app.lib.locking import alone

MANIFEST = "manifest.json"
_STILL_READ = 3600  # seconds: whoever copies a site has it by then


def is_current(folder: Path, made_from: str) -> bool:
    """Whether the folder holds exactly what would be made from the same things again."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
        return bool(manifest["made_from"] == made_from) and all(
            sha256((folder / path).read_bytes()).hexdigest() == digest
            for path, digest in manifest["files"].items()
        )
    except (FileNotFoundError, ValueError, KeyError):
        return False  # never written, or somebody was at it: it is written again


def write_bundle(folder: Path, files: Mapping[str, bytes], made_from: str) -> list[str]:
    """The paths whose content is new. Raises Taken while another process writes beside it."""
    manifest = {
        "files": {path: sha256(files[path]).hexdigest() for path in sorted(files)},
        "made_from": made_from,
    }
    content = json.dumps(manifest, indent=1, sort_keys=True).encode() + b"\n"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with alone(folder.parent / ".turn"):
        _discard_old(folder)
        before = folder.resolve()
        version = folder.with_name(f".{folder.name}-{secrets.token_hex(8)}")
        written = [
            path
            for path, content in sorted({**files, MANIFEST: content}.items())
            if _lay(version / path, content, before / path)
        ]
        if written or not before.is_dir():
            sync_tree(version)
            _move_link(folder, version)
        else:
            shutil.rmtree(version)
    return written


def _lay(path: Path, content: bytes, before: Path) -> bool:
    """Whether it is new; what has not changed is the same file in both versions."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if before.is_file() and before.read_bytes() == content:
        os.link(before, path)
        return False
    write_whole(path, content)
    return True


def _move_link(folder: Path, version: Path) -> None:
    link = folder.with_name(f"{version.name}.link")
    link.symlink_to(version.name)
    link.replace(folder)
    sync_folder(folder.parent)


def _discard_old(folder: Path) -> None:
    if not folder.is_symlink() or time.time() - folder.lstat().st_mtime < _STILL_READ:
        return
    current = folder.resolve()
    for path in folder.parent.glob(f".{folder.name}-*"):
        if path.is_symlink():
            path.unlink()
        elif path.resolve() != current:
            shutil.rmtree(path)
