"""A text of an edition as it stands in the file, in whichever languages it is there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Written:
    text: str
    line: int
    span: tuple[int, int]  # from which character of the file to which, quotes included


@dataclass(frozen=True)
class Worded:
    place: str  # option "yes" of question "visit": label
    line: int
    longest: int  # characters
    said: dict[str, Written]  # by language
    is_flow: bool  # written {en: Yes, ru: Да}, not line by line

    def text(self, language: str) -> str:
        """Empty if it is missing."""
        return self.said[language].text if language in self.said else ""
