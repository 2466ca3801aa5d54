"""Finding remarks by words, theme, state and questionnaire.

In the program, not in the database: SQLite folds no letters but English ones, PostgreSQL folds by
the locale it was made with, and a quarter has some thousand remarks at most. So it is exact, and
the same everywhere. Masked words are bars here already: nobody finds a remark by them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.remarks.folding import folded
from app.remarks.reading import Remark


@dataclass(frozen=True)
class Wanted:
    """Whatever is empty is not asked for."""

    words: str = ""
    theme: str = ""
    state: str = ""
    questionnaire: str = ""


def matching(remarks: Iterable[Remark], wanted: Wanted) -> list[Remark]:
    """Those that hold every word, whole or as a part, however it is written (folding.py). In
    their order."""
    words = folded(wanted.words).split()
    return [
        remark
        for remark in remarks
        if wanted.theme in ("", *remark.themes)
        and wanted.state in ("", remark.state)
        and wanted.questionnaire in ("", remark.questionnaire)
        and _holds(remark, words)
    ]


def _holds(remark: Remark, words: Sequence[str]) -> bool:
    if not words:
        return True
    said = folded(remark.text)
    return all(word in said for word in words)
