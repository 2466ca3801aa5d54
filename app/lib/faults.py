"""What is wrong with a file: every fault with its line and its cure."""

from difflib import get_close_matches
from pathlib import Path


class Faults:
    """Collected, so that one look shows a writer everything that is left to do."""

    def __init__(self, file: Path) -> None:
        self._file = Path(*file.parts[-3:])  # surveys/post-inspection/1.yaml
        self._found: set[tuple[int, str]] = set()

    def __bool__(self) -> bool:
        return bool(self._found)

    def __str__(self) -> str:
        return "\n".join(f"{self._file}, line {line}: {text}" for line, text in sorted(self._found))

    def add(self, line: int, sentence: str) -> None:
        self._found.add((line, sentence))


def quoted(written: str) -> str:
    """As it stands in the file, on one line and not too long to read."""
    line = " ".join(written.split())
    return f'"{line[:40]}…"' if len(line) > 40 else f'"{line}"'


def did_you_mean(written: str, known: tuple[str, ...]) -> str:
    """The cure for a word that is not known: the nearest one that is, or all of them."""
    nearest = get_close_matches(written[:80], known, n=1)
    if nearest:
        return f"Did you mean {nearest[0]}?"
    return f"Known here: {', '.join(known) or 'nothing'}."
