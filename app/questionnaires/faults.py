"""What reading an edition brings to light beside its values."""

from pathlib import Path

from app.lib.faults import Faults
from app.questionnaires.worded import Worded


class EditionFaults(Faults):
    """Every fault and, for those who translate, every text on the way."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.worded: list[Worded] = []
        self._gaps: set[tuple[int, str]] = set()

    @property
    def are_gaps(self) -> bool:
        """Nothing is wrong but words that are missing in some language."""
        return self._found <= self._gaps

    def gap(self, line: int, sentence: str) -> None:
        """A fault that is mended by whoever translates: words are missing in one language."""
        self.add(line, sentence)
        self._gaps.add((line, sentence))
