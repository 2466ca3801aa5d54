"""What a half of a backup holds, by name and SHA-256: nothing missing, nothing altered."""

from datetime import datetime
from pathlib import Path

import msgspec

from app.backups.contents import Half, Name
from app.backups.files import create, digest

FILE = "manifest.json"
_FORMAT = 1


class Unusable(RuntimeError):
    """This is no backup, or not all of it, or not as it was made. The text says what to do."""


class File(msgspec.Struct, frozen=True):
    sha256: str
    rows: int | None = None  # of a table


class Manifest(msgspec.Struct, frozen=True):
    """`name` is the same in both halves, and in no other backup."""

    name: str
    half: Name
    installation: str
    made_at: datetime
    program: str  # its version
    revision: str  # of the schema
    files: dict[str, File]
    format: int = _FORMAT


def write(folder: Path, manifest: Manifest) -> None:
    with create(folder / FILE) as file:
        file.write(msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")


def read(folder: Path) -> Manifest:
    """Raises Unusable."""
    try:
        found = msgspec.json.decode((folder / FILE).read_bytes(), type=Manifest)
    except FileNotFoundError as error:
        raise Unusable(
            f"{folder} has no {FILE}: it is no half of a backup. Name a folder that"
            " `pikir backup` printed; it holds people/ and ballots/."
        ) from error
    except msgspec.DecodeError as error:
        raise Unusable(f"{folder / FILE} cannot be read ({error}). Use another backup.") from error
    if found.format != _FORMAT:
        raise Unusable(f"{folder} was made by Pikir {found.program}. Restore it with that version.")
    return found


def verify(folder: Path, manifest: Manifest) -> None:
    """Every file stands as it was written, and no other; else Unusable."""
    for path, file in manifest.files.items():
        if not (folder / path).is_file():
            raise Unusable(f"{folder / path} is missing. Use another backup.")
        if digest(folder / path) != file.sha256:
            raise Unusable(f"{folder / path} was altered after the backup. Use another backup.")
    found = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    if strangers := sorted(found - set(manifest.files) - {FILE}):
        raise Unusable(f"{folder / strangers[0]} is no part of this backup. Move it away.")


def check_fits(manifest: Manifest, half: Half, installation: str) -> None:
    """This program, with these settings, can read what it holds; else Unusable."""
    if manifest.installation != installation:
        raise Unusable(
            "The backup belongs to another PIKIR_PEPPER: with this one every used link would work"
            " again. Use the settings file that was kept with its installation."
        )
    if manifest.revision != half.newest:
        raise Unusable(
            f"The backup was made at schema {manifest.revision} by Pikir {manifest.program}, and"
            f" this program is at {half.newest}. Restore it with that version, then update."
        )
