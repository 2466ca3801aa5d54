"""What is wrong with a file: every fault with its line and its cure."""

from difflib import get_close_matches
from pathlib import Path

from app.lib.i18n import gettext as _


class Faults:
    """Collected, so that one look shows a writer everything that is left to do."""

    def __init__(self, file: Path) -> None:
        self._file = Path(*file.parts[-3:])  # surveys/post-inspection/1.yaml
        self._found: set[tuple[int, str]] = set()

    def __bool__(self) -> bool:
        return bool(self._found)

    def __str__(self) -> str:
        return "\n".join(self._told(line, fault) for line, fault in sorted(self._found))

    def add(self, line: int, sentence: str) -> None:
        self._found.add((line, sentence))

    def _told(self, line: int, fault: str) -> str:
        return _("%(file)s, line %(line)s: %(fault)s", file=self._file, line=line, fault=fault)


def quoted(written: str) -> str:
    """As it stands in the file, on one line and not too long to read."""
    line = " ".join(written.split())
    return f'"{line[:40]}…"' if len(line) > 40 else f'"{line}"'


def did_you_mean(written: str, known: tuple[str, ...]) -> str:
    """The cure for a word that is not known: the nearest one that is, or all of them."""
    nearest = get_close_matches(written[:80], known, n=1)
    if nearest:
        return _("Did you mean %(word)s?", word=nearest[0])
    return _("Known here: %(words)s.", words=", ".join(known) or _("nothing"))
