"""What must be true between the questions of one edition."""

from app.lib.faults import Faults, did_you_mean, quoted
from app.questionnaires.building import LONGEST_REMARK
from app.questionnaires.definition import Condition, Question

Placed = list[tuple[int, Question]]  # with the line where each begins


def compare(questions: Placed, faults: Faults) -> None:
    _ids_differ(questions, faults)
    _conditions_hold(questions, faults)
    _one_is_required(questions, faults)
    _remarks_fit(questions, faults)


def _ids_differ(questions: Placed, faults: Faults) -> None:
    first: dict[str, int] = {}
    for line, question in questions:
        if question.id in first:
            where = f"the first begins in line {first[question.id]}"
            faults.add(line, f"{_name(question)} stands here twice: {where}. Rename one.")
        elif question.id:
            first[question.id] = line


def _conditions_hold(questions: Placed, faults: Faults) -> None:
    earlier: dict[str, Question] = {}
    for line, question in questions:
        if question.ask_if and question.ask_if.question:
            for problem in _problems(question.ask_if, earlier):
                faults.add(line, f"ask_if of {_name(question)} names {problem}")
        earlier.setdefault(question.id, question)


def _problems(condition: Condition, earlier: dict[str, Question]) -> list[str]:
    known = tuple(name for name, question in earlier.items() if question.options)
    named = condition.question
    if named not in known:
        cure = did_you_mean(named, known)
        return [f"{quoted(named)}, which is no earlier question with options. {cure}"]
    values = tuple(option.value for option in earlier[named].options)
    return [
        f"{quoted(value)}, which is no option of {quoted(named)}. {did_you_mean(value, values)}"
        for value in condition.any_of
        if value not in values
    ]


def _one_is_required(questions: Placed, faults: Faults) -> None:
    required = [(line, question) for line, question in questions if question.required]
    for line, question in required[1:]:
        problem = f"is required, and so is {_name(required[0][1])}"
        cure = "People must be free to skip: let one question at most be required"
        faults.add(line, f"{_name(question)} {problem}. {cure}.")


def _remarks_fit(questions: Placed, faults: Faults) -> None:
    length = 0
    for line, question in questions:
        length += question.max_length
        if question.max_length and length > LONGEST_REMARK:
            problem = f"brings all texts to {length} characters"
            cure = f"Lower max_length: together at most {LONGEST_REMARK}"
            faults.add(line, f"{_name(question)} {problem}. {cure}.")


def _name(question: Question) -> str:
    return f"question {quoted(question.id)}"
