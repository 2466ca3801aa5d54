"""How far an upload has come, and what each side leaves for the other to read."""

import msgspec

ARRIVING = "arriving"  # the file is not whole yet
LOOKING = "looking"  # asked of the worker: what is in it
LOOKED = "looked"  # asked of a person: what it means
REHEARSING = "rehearsing"  # asked of the worker: a dry run
REHEARSED = "rehearsed"  # asked of a person: go on?
IMPORTING = "importing"  # asked of the worker
IMPORTED = "imported"
REFUSED = "refused"  # nothing of this file can be taken

FOR_THE_WORKER = (LOOKING, REHEARSING, IMPORTING)


class Seen(msgspec.Struct, frozen=True):
    """What the worker found in the file, made safe to show."""

    form: str
    columns: list[str]
    is_ours: bool  # it has our own columns: no map is needed
    rows: list[list[str]]  # the first ones
    # Column -> the words in it and how often each stands there; None: too many to list.
    words: dict[str, dict[str, int] | None]
    sheets: list[str] = []  # of a workbook
    sheet: str | None = None  # the one whose rows these are


class Fault(msgspec.Struct, frozen=True):
    row: int
    column: str
    found: str
    remedy: str


class Told(msgspec.Struct, frozen=True):
    """What became of the rows, or would become of them; or why nothing can be done."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused_rows: int = 0
    faults: list[Fault] = []
    refusal: str = ""
