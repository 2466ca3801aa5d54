"""A question out of its block of the file."""

from dataclasses import replace
from itertools import pairwise
from typing import cast, get_args

from app.lib.faults import did_you_mean, quoted
from app.lib.plain_yaml import Leaf, Node
from app.questionnaires.definition import Condition, Kind, Option, Question
from app.questionnaires.faults import EditionFaults
from app.questionnaires.options import IDENTIFIER, IDENTIFIER_LOOKS, Scales, build_options
from app.questionnaires.records import WHOLE, Record, glance

# The page's own fields, which a question of that name would hide.
_TAKEN = ("form", "lang", "quarter", "region", "shown")

_EVERY = ("id", "type", "theme", "text", "short", "ask_if")
_COUNTED = (*_EVERY, "required", "publish_min_base")
_KEYS: dict[str, tuple[str, ...]] = {
    "single": (*_COUNTED, "options", "positive"),
    "multiple": (*_COUNTED, "options"),
    "scale": (*_COUNTED, "scale", "positive"),
    "number": (*_COUNTED, "minimum", "maximum", "bands"),
    "text": (*_EVERY, "max_length"),
}
_ANY_KEY = tuple(dict.fromkeys(key for keys in _KEYS.values() for key in keys))

# Characters. Questions are read on a telephone; short forms stand in rows of tables and charts.
_LONGEST_QUESTION = 300
_LONGEST_SHORT = 50
LONGEST_REMARK = 2000  # an envelope of 8 KB holds no more of the longest letters
_HIGHEST = 1_000_000_000


def build_question(node: Node, number: int, scales: Scales, faults: EditionFaults) -> Question:
    """The `number`th of the file. What is faulty in it reads as empty or lowest."""
    keys = _KEYS.get(glance(node, "type"), _ANY_KEY)
    record = Record(node, _who(node, number), keys, faults)
    question = Question(
        id=_identifier(record),
        type=cast("Kind", record.choice("type", get_args(Kind))),
        theme=record.word("theme", IDENTIFIER, IDENTIFIER_LOOKS),
        text=record.text("text", _LONGEST_QUESTION),
        short=record.text("short", _LONGEST_SHORT),
        required=record.flag("required"),
        publish_min_base=record.whole("publish_min_base", 10, 1000, default=10),
        ask_if=_condition(record),
    )
    if question.required and question.ask_if:
        record.fault("required", f"{record.who} is required and has ask_if. Remove one of them.")
    return _with_answers(question, record, scales)


def _with_answers(question: Question, record: Record, scales: Scales) -> Question:
    match question.type:
        case "single":
            options = build_options(record, is_multiple=False)
            return replace(question, options=options, positive=_positive(record, options))
        case "scale":
            options = scales.get(record.choice("scale", tuple(scales)), ())
            return replace(question, options=options, positive=_positive(record, options))
        case "multiple":
            return replace(question, options=build_options(record, is_multiple=True))
        case "number":
            return _with_bounds(question, record)
        case "text":
            return replace(question, max_length=record.whole("max_length", 1, LONGEST_REMARK))
        case _:
            return question


def _identifier(record: Record) -> str:
    identifier = record.word("id", IDENTIFIER, IDENTIFIER_LOOKS)
    if identifier in _TAKEN:
        record.fault("id", f"{record.who}: the page uses this id itself. Choose another.")
    return identifier


def _condition(record: Record) -> Condition | None:
    node = record.get("ask_if")
    if node is None:
        return None
    condition = Record(node, f"ask_if of {record.who}", ("question", "any_of"), record.faults)
    question = condition.word("question", IDENTIFIER, "the id of an earlier question")
    condition.need("any_of")
    return Condition(question, condition.words("any_of"))


def _positive(record: Record, options: tuple[Option, ...]) -> tuple[str, ...]:
    positive = record.words("positive")
    inside = tuple(option.value for option in options if not option.outside)
    for value in positive if options else ():
        if value not in inside:
            problem = f"positive names {quoted(value)}, which is no option inside the base"
            record.fault("positive", f"{record.who}: {problem}. {did_you_mean(value, inside)}")
    return positive


def _with_bounds(question: Question, record: Record) -> Question:
    minimum = record.whole("minimum", 0, _HIGHEST)
    maximum = record.whole("maximum", 1, _HIGHEST)
    if maximum <= minimum:
        record.fault("maximum", f"{record.who}: maximum must be greater than minimum.")
    bands = _bands(record)
    if bands and not _cover(bands, minimum, maximum):
        order = f"begin with {minimum}, rise, and end at most at {maximum}"
        record.fault("bands", f"{record.who}: bands must {order}. Each is where a band begins.")
    return replace(question, minimum=minimum, maximum=maximum, bands=bands)


def _bands(record: Record) -> tuple[int, ...]:
    nodes = record.rows("bands")
    written = [node.text for node in nodes if isinstance(node, Leaf) and WHOLE.fullmatch(node.text)]
    if len(written) < len(nodes):
        record.fault("bands", f"{record.who}: bands must be a list of whole numbers.")
        return ()
    return tuple(int(number) for number in written)


def _cover(bands: tuple[int, ...], minimum: int, maximum: int) -> bool:
    rises = all(low < high for low, high in pairwise(bands))
    return rises and bands[0] == minimum and bands[-1] <= maximum


def _who(node: Node, number: int) -> str:
    identifier = glance(node, "id")
    return f"question {quoted(identifier)}" if identifier else f"question {number}"
