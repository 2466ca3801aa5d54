"""From the names of a form's fields, which are places such as `sites.0.names.ky`, and back."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

_PLACE = re.compile(r"[a-z_]+(?:\.[a-z0-9_]{1,40}){0,5}")
_NUMBERS = frozenset({"open_number", "sending.opens", "sending.closes"})
_CHOSEN = frozenset({"sending.weekdays"})  # boxes to tick: several values of one name
# Lists, whose steps are numbers; what was left empty in them is no entry.
_LISTS = frozenset({"sites", "sending.closed", "sending.worked"})


def nested(entered: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """As a YAML reader would return it, for `describe`. Names that are no places are ignored."""
    tree: dict[str, Any] = {}
    for place, values in entered.items():
        if _PLACE.fullmatch(place) is None:
            continue
        *way, last = place.split(".")
        node = tree
        for step in way:
            node = node.setdefault(step, {})
            if not isinstance(node, dict):
                break
        else:
            node[last] = _value(place, values)
    for place in _LISTS:
        _listed(tree, place.split("."))
    tree["questionnaires"] = _filled(tree.get("questionnaires"))
    return tree


def flat(described: Mapping[str, Any]) -> dict[str, Any]:
    """Place -> what stands there, as the fields of a form show it."""
    found: dict[str, Any] = {}
    for name, value in described.items():
        if isinstance(value, list) and name not in ("weekdays",):
            value = {str(number): item for number, item in enumerate(value)}
        if isinstance(value, dict):
            found |= {f"{name}.{place}": inner for place, inner in flat(value).items()}
        else:
            found[name] = value
    return found


def _value(place: str, values: Sequence[str]) -> Any:
    if place in _CHOSEN:
        return [value for value in values if value]
    written = values[-1].strip()
    return int(written) if place in _NUMBERS and re.fullmatch(r"[0-9]{1,12}", written) else written


def _listed(tree: dict[str, Any], way: Sequence[str]) -> None:
    *before, last = way
    for step in before:
        inner = tree.get(step)
        if not isinstance(inner, dict):
            return
        tree = inner
    rows = tree.get(last)
    if isinstance(rows, dict) and all(step.isdecimal() for step in rows):
        ordered = [rows[step] for step in sorted(rows, key=int)]
        tree[last] = [row for row in ordered if not _is_empty(row)]


def _is_empty(row: Any) -> bool:
    """Nothing was entered in it; that a site is the ministry's stands there already."""
    if isinstance(row, dict):
        return all(_is_empty(value) for value in row.values())
    return row in ("", "ministry")


def _filled(chosen: Any) -> Any:
    if not isinstance(chosen, dict):
        return chosen or {}
    return {kind: name for kind, name in chosen.items() if name}
