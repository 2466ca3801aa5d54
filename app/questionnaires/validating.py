"""What somebody filled in, checked against the edition, and what it counts as."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.lib.i18n import gettext as _
from app.lib.i18n import spoken
from app.lib.numbers import count
from app.questionnaires.answers import Closed, Refused, closed_answer, named, remark, tidy
from app.questionnaires.definition import Question, Questionnaire


@dataclass
class Filled:
    """Skipped questions are absent everywhere."""

    closed: dict[str, Closed] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)  # by question, in the spoken language


def check(questionnaire: Questionnaire, form: Mapping[str, list[str]]) -> Filled:
    """`form` holds every value sent under a name. Names that are no question are ignored, and so
    is what was answered to a question whose ask_if is not met.
    """
    filled = Filled()
    for question in questionnaire.questions:
        if not is_asked(questionnaire, question, filled.closed):
            continue
        try:
            _take(question, tidy(form.get(question.id, [])), filled)
        except Refused as refused:
            filled.errors[question.id] = str(refused)
    return filled


def is_asked(
    questionnaire: Questionnaire, question: Question, closed: Mapping[str, Closed]
) -> bool:
    """Whether what was answered so far (or, of a whole answer, everything) meets its ask_if."""
    condition = question.ask_if
    if condition is None:
        return True
    if condition.question not in closed:
        return False  # skipped, or itself not asked
    asked = questionnaire.question(condition.question)
    return not set(condition.any_of).isdisjoint(count_of(asked, closed[condition.question]))


def options_of(question: Question) -> list[str]:
    """What a closed question's tally counts, in order: option values, or bands such as 2-3."""
    if question.type == "number":
        return [_key(low, high) for low, high in _bands(question)]
    return [option.value for option in question.options]


def count_of(question: Question, value: Closed) -> list[str]:
    """The options, among those of options_of, that a stored answer counts under."""
    if isinstance(value, int):
        return [_key(low, high) for low, high in _bands(question) if low <= value <= high]
    return value if isinstance(value, list) else [value]


def label_of(question: Question, option: str) -> str:
    """One of options_of in words, in the spoken language."""
    if question.type == "number":
        return "–".join(count(int(end)) for end in option.split("-"))
    return next(known.label[spoken()] for known in question.options if known.value == option)


def _take(question: Question, given: list[str], filled: Filled) -> None:
    if given and question.type == "text":
        filled.texts[question.id] = remark(question, given)
    elif given:
        filled.closed[question.id] = closed_answer(question, given)
    elif question.required:
        raise Refused(
            _("Answer “%(question)s”. Without it we cannot count your form.", **named(question))
        )


def _bands(question: Question) -> list[tuple[int, int]]:
    ends = [start - 1 for start in question.bands[1:]]
    return list(zip(question.bands, [*ends, question.maximum or 0], strict=True))


def _key(low: int, high: int) -> str:
    return str(low) if low == high else f"{low}-{high}"
