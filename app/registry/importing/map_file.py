"""A column map as a YAML file: read with every fault at once, and written."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from app.lib.faults import Faults, did_you_mean, quoted
from app.lib.i18n import gettext as _
from app.lib.plain_yaml import LARGEST, Fields, Leaf, Node, Rows, parse
from app.registry.importing.column_map import ColumnMap, faults_in_map
from app.registry.importing.rows import Unreadable

_PARTS = ("columns", "values", "constants", "dates", "empty", "sheet")


class WrongMap(Unreadable):
    """The map cannot be used; the text names every line or place and what to write there."""


def read_map(path: Path, country: str) -> ColumnMap:
    with path.open("rb") as file:
        return map_from(file.read(LARGEST + 1), country, path)


def map_from(content: bytes, country: str, path: Path) -> ColumnMap:
    """`path` is what the faults call it."""
    faults = Faults(path)
    tree = parse(content, faults)
    found = _Reader(faults).map(tree) if tree else ColumnMap()
    said = [str(faults)] if faults else []
    if tree:
        said += [
            f"{path.name}, {where}: {it}" for where, it in faults_in_map(country, found).items()
        ]
    if said:
        raise WrongMap("\n".join(said))
    return found


def to_yaml(of: ColumnMap) -> str:
    """What `map_from` reads as the same map."""
    parts = {
        "columns": dict(of.columns),
        "values": {name: dict(table) for name, table in of.values.items()},
        "constants": dict(of.constants),
        "dates": list(of.dates),
        "empty": list(of.empty),
        "sheet": of.sheet,
    }
    written = {name: part for name, part in parts.items() if part}
    return yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=100)


class _Reader:
    """From a tree of words to a map; what does not fit goes to the faults, with its line."""

    def __init__(self, faults: Faults) -> None:
        self._faults = faults

    def map(self, tree: Node) -> ColumnMap:
        parts = dict(self._entries(tree, _("the map")))
        for name, node in parts.items():
            if name not in _PARTS:
                cure = did_you_mean(name, _PARTS)
                sentence = _("%(name)s is no part of a map. %(cure)s", name=quoted(name), cure=cure)
                self._faults.add(node.line, sentence)
        return ColumnMap(
            columns=self._words(parts.get("columns"), "columns"),
            values={
                name: self._words(table, f"values.{name}")
                for name, table in self._entries(parts.get("values"), "values")
            },
            constants=self._words(parts.get("constants"), "constants"),
            dates=self._list(parts.get("dates"), "dates"),
            empty=self._list(parts.get("empty"), "empty"),
            sheet=self._word(parts["sheet"], "sheet") if "sheet" in parts else None,
        )

    def _entries(self, node: Node | None, name: str) -> Iterator[tuple[str, Node]]:
        if isinstance(node, Fields):
            yield from node.entries.items()
        elif node is not None:
            sentence = _('%(name)s must be a block of lines "name: word".', name=name)
            self._faults.add(node.line, sentence)

    def _words(self, node: Node | None, name: str) -> Mapping[str, str]:
        return {key: self._word(value, f"{name}.{key}") for key, value in self._entries(node, name)}

    def _list(self, node: Node | None, name: str) -> tuple[str, ...]:
        if isinstance(node, Rows):
            return tuple(self._word(item, name) for item in node.items)
        if node is not None:
            sentence = _("%(name)s must be a list: [one, another].", name=name)
            self._faults.add(node.line, sentence)
        return ()

    def _word(self, node: Node, name: str) -> str:
        if isinstance(node, Leaf):
            if not node.text:
                sentence = _("%(name)s is empty. Write a word, or remove the line.", name=name)
                self._faults.add(node.line, sentence)
            return node.text
        self._faults.add(node.line, _("%(name)s must be one word or text.", name=name))
        return ""
