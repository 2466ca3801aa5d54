"""The worker's first look into a file: its columns, its first rows, and its words."""

from collections import Counter
from pathlib import Path

from app.registry.fields import NAMES, NUMBERS, REQUIRED
from app.registry.importing.opening import open_rows
from app.registry.importing.report import written
from app.registry.importing.rows import Row
from app.registry.importing.showing import shown
from app.registry.uploads.stages import Seen

_FIRST_ROWS = 5
_MOST_SHEETS = 200
_MOST_WORDS = 60  # different ones in a column of kinds, regions and the like


def look(path: Path, sheet: str | None) -> Seen:
    """Unreadable if nothing of it can be taken."""
    with open_rows(path, sheet) as rows:
        counted: list[Counter[str] | None] = [Counter() for _column in rows.columns]
        first: list[list[str]] = []
        for row in rows:
            if isinstance(row, Row):
                _count(row, counted)
                if len(first) < _FIRST_ROWS:
                    cells = row.cells[: len(rows.columns)]
                    first.append([shown(written(cell)) for cell in cells])
        names = {name.lower() for name in rows.columns}
        return Seen(
            form=rows.form,
            sheets=rows.sheets[:_MOST_SHEETS],
            sheet=rows.sheet,
            columns=list(rows.columns),
            is_ours=names <= set(NAMES) and names >= set(REQUIRED) and bool(names & set(NUMBERS)),
            rows=first,
            words={
                name: dict(counter.most_common()) if counter is not None else None
                for name, counter in zip(rows.columns, counted, strict=True)
            },
        )


def _count(row: Row, counted: list[Counter[str] | None]) -> None:
    for place, counter in enumerate(counted):
        if counter is None:
            continue
        cell = row.cells[place]
        if isinstance(cell, str) and (word := " ".join(cell.split())):
            counter[word[:200]] += 1
            if len(counter) > _MOST_WORDS:
                counted[place] = None
