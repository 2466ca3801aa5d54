"""The options of a question, and the scales that several questions share."""

import re

from app.lib.faults import quoted
from app.lib.plain_yaml import Fields, Node
from app.questionnaires.definition import Option
from app.questionnaires.faults import EditionFaults
from app.questionnaires.records import Record, glance, rows

Scales = dict[str, tuple[Option, ...]]

IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,39}")
IDENTIFIER_LOOKS = "a to z, 0 to 9 and _, beginning with a letter, at most 40 characters"
_VALUE = re.compile(r"[a-z0-9][a-z0-9_]{0,39}")
_VALUE_LOOKS = "a to z, 0 to 9 and _, at most 40 characters"
_LONGEST_LABEL = 100  # characters, on a telephone
_KEYS = ("value", "label", "outside")


def build_scales(node: Node | None, faults: EditionFaults) -> Scales:
    if node is None:
        return {}
    if not isinstance(node, Fields):
        faults.add(node.line, 'scales must be a block. Begin each scale below it with "name:".')
        return {}
    return {name: _scale(name, options, faults) for name, options in node.entries.items()}


def build_options(of: Record, *, is_multiple: bool) -> tuple[Option, ...]:
    keys = (*_KEYS, "alone") if is_multiple else _KEYS
    return _options(of.rows("options"), of.who, keys, of.faults)


def _scale(name: str, node: Node, faults: EditionFaults) -> tuple[Option, ...]:
    who = f"scale {quoted(name)}"
    if IDENTIFIER.fullmatch(name) is None:
        faults.add(node.line, f"{who}: its name must be {IDENTIFIER_LOOKS}.")
    return _options(rows(node, who, faults), who, _KEYS, faults)


def _options(
    nodes: list[Node], of: str, keys: tuple[str, ...], faults: EditionFaults
) -> tuple[Option, ...]:
    options = [_option(node, number, of, keys, faults) for number, node in enumerate(nodes, 1)]
    seen: set[str] = set()
    for node, option in zip(nodes, options, strict=True):
        if option.value in seen:
            faults.add(node.line, f"{of} has the option {quoted(option.value)} twice. Rename one.")
        seen |= {option.value} - {""}
    return tuple(options)


def _option(
    node: Node, number: int, of: str, keys: tuple[str, ...], faults: EditionFaults
) -> Option:
    value = glance(node, "value")
    record = Record(node, f"option {quoted(value) if value else number} of {of}", keys, faults)
    return Option(
        value=record.word("value", _VALUE, _VALUE_LOOKS),
        label=record.text("label", _LONGEST_LABEL),
        outside=record.flag("outside"),
        alone=record.flag("alone"),
    )
