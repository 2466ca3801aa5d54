"""translations.lock, beside the editions: which source each translation was made from.

A line is a language and two digests: of a translation's source, and of the translation. A pair that
is not in it was never said to fit, so whoever changes a source has made its translations stale
without doing anything for it; and a copy of an edition remembers what fitted in the original.
"""

import re
from pathlib import Path

from app.lib.files import write_whole
from app.lib.sources import digest

FILE = "translations.lock"
_HEAD = """\
# Which source text each translation was made from: language, source, translation (digests).
# Written by `pikir i18n import` and `pikir i18n accept`: docs/translating.md.
"""
_LINE = re.compile(r"([a-z]{2}) ([0-9a-f]{16}) ([0-9a-f]{16})")


class Garbled(ValueError):
    """The text names the line that is none of ours."""


class Memory:
    def __init__(self, folder: Path) -> None:
        """Empty if the folder has none yet."""
        self.path = folder / FILE
        self._pairs: set[tuple[str, str, str]] = set()
        lines = self.path.read_text("utf-8").splitlines() if self.path.exists() else []
        for number, line in enumerate(lines, start=1):
            if found := _LINE.fullmatch(line.strip()):
                self._pairs.add((found[1], found[2], found[3]))
            elif line.strip() and not line.startswith("#"):
                raise Garbled(f"{self.path}, line {number}: remove what is no line of digests.")

    def __len__(self) -> int:
        return len(self._pairs)

    def fits(self, language: str, source: str, translation: str) -> bool:
        return (language, digest(source), digest(translation)) in self._pairs

    def has_seen(self, language: str, translation: str) -> bool:
        """It was once said to fit, whatever its source was then."""
        known = digest(translation)
        return any(pair[0] == language and pair[2] == known for pair in self._pairs)

    def learn(self, language: str, source: str, translation: str) -> None:
        self._pairs.add((language, digest(source), digest(translation)))

    def write(self) -> None:
        lines = "".join(f"{' '.join(pair)}\n" for pair in sorted(self._pairs))
        write_whole(self.path, (_HEAD + lines).encode())
