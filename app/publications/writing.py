"""A bundle of files becomes a folder: whole files only, nothing touched that has not changed."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path, PurePosixPath

from app.lib.files import write_whole

MANIFEST = "manifest.json"


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
    """The paths that were written. Data come first, then the pages that name them, the manifest
    last: a reader never follows a link to something that is not there yet."""
    manifest = {
        "files": {path: sha256(files[path]).hexdigest() for path in sorted(files)},
        "made_from": made_from,
    }
    content = json.dumps(manifest, indent=1, sort_keys=True).encode() + b"\n"
    written = [path for path in _in_order(files) if _write(folder / path, files[path])]
    return written + [MANIFEST] * _write(folder / MANIFEST, content)


def _in_order(paths: Iterable[str]) -> list[str]:
    """Data and styles, then pages and feeds, of these the deepest first."""

    def rank(path: str) -> tuple[bool, int, str]:
        return path.endswith((".html", ".atom")), -len(PurePosixPath(path).parts), path

    return sorted(paths, key=rank)


def _write(path: Path, content: bytes) -> bool:
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, content)
    return True
