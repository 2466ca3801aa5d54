"""A questionnaire edition, as a value: what is asked, in which words, and what may be answered."""

from dataclasses import dataclass
from typing import Literal

Text = dict[str, str]  # language -> words, complete in app.lib.i18n.LANGUAGES
Kind = Literal["single", "multiple", "scale", "number", "text"]


@dataclass(frozen=True)
class Option:
    value: str
    label: Text
    outside: bool = False  # "don't know": shown, drawn apart, never in the base of shares
    alone: bool = False  # "none of these": contradicts every other option of a multiple question


@dataclass(frozen=True)
class Condition:
    """The question is asked only of those who gave `question` an answer among `any_of`."""

    question: str
    any_of: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    id: str
    type: Kind
    theme: str
    text: Text
    short: Text  # a few words, for table rows and charts; reads well before the positive share
    required: bool = False
    options: tuple[Option, ...] = ()  # single, multiple, scale
    positive: tuple[str, ...] = ()  # single, scale: the options that make up the headline share
    publish_min_base: int = 10  # answers below which nothing is shown; 30 for a sensitive question
    minimum: int | None = None  # number
    maximum: int | None = None
    bands: tuple[int, ...] = ()  # number: where each band of a tally begins
    max_length: int = 0  # text: characters
    ask_if: Condition | None = None

    @property
    def outside(self) -> list[str]:
        """The options that never count in the base of shares."""
        return [option.value for option in self.options if option.outside]


@dataclass(frozen=True)
class Theme:
    """A heading in the results: the questions that name it stand together under its title."""

    id: str
    title: Text


@dataclass(frozen=True)
class Questionnaire:
    name: str
    edition: int
    hash: str  # SHA-256 of the file's bytes, in hex: a used edition cannot change
    title: Text
    minutes: int  # what answering takes
    questions: tuple[Question, ...]
    themes: tuple[Theme, ...] = ()  # in the order of the results; none: these are not divided
    source: str = "en"  # the language that the others were translated from

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.title)

    @property
    def closed(self) -> tuple[Question, ...]:
        """All that can be counted."""
        return tuple(question for question in self.questions if question.type != "text")

    @property
    def texts(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.type == "text")

    @property
    def required(self) -> tuple[Question, ...]:
        """One question or none: everything else may be skipped."""
        return tuple(question for question in self.questions if question.required)

    def question(self, question_id: str) -> Question:
        """A KeyError if the edition does not ask it."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)
