"""An edition on its way: its texts, and which of their translations are done."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from app.lib.i18n import LANGUAGES
from app.lib.standing import Standing
from app.questionnaires.definition import Questionnaire
from app.questionnaires.memory import Memory
from app.questionnaires.worded import Worded

State = Literal["done", "stale", "missing"]


@dataclass(frozen=True)
class Draft:
    path: Path
    questionnaire: Questionnaire  # words that are missing in it are empty
    worded: tuple[Worded, ...]  # in the order of the file
    memory: Memory

    @property
    def name(self) -> str:
        """Such as surveys/post-inspection/1.yaml."""
        return str(Path(*self.path.parts[-3:]))

    @property
    def source(self) -> str:
        return self.questionnaire.source

    def state(self, worded: Worded, language: str) -> State:
        """Stale: it is not known to have been made from the source as that stands now."""
        if not worded.text(language):
            return "missing"
        if language == self.source:
            return "done"
        source = worded.text(self.source)
        return "done" if self.memory.fits(language, source, worded.text(language)) else "stale"

    def stale(self) -> Iterator[tuple[Worded, str]]:
        """The text and the language."""
        for worded in self.worded:
            for language in LANGUAGES:
                if self.state(worded, language) == "stale":
                    yield worded, language

    def standing(self, language: str) -> Standing:
        standing = Standing(len(self.worded))
        for worded in self.worded:
            line = worded.said[language].line if language in worded.said else worded.line
            where = f"{self.name}, line {line}: {worded.place}"
            match self.state(worded, language):
                case "stale":
                    standing.stale.append(where)
                case "missing":
                    standing.missing.append(where)
        return standing

    def accept(self, worded: Worded, language: str) -> None:
        """Say that the translation fits the source. `memory.write()` keeps it."""
        self.memory.learn(language, worded.text(self.source), worded.text(language))
