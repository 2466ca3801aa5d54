"""Questionnaires from surveys/<name>/<edition>.yaml: read whole, or refused with every fault."""

import re
from hashlib import sha256
from pathlib import Path

from app.lib.errors import NotFound
from app.lib.faults import Faults, quoted
from app.lib.files import shipped
from app.lib.plain_yaml import LARGEST, Node, parse
from app.questionnaires.building import build_question
from app.questionnaires.comparing import compare
from app.questionnaires.definition import Questionnaire
from app.questionnaires.options import build_scales
from app.questionnaires.records import Record
from app.questionnaires.themes import build_themes

_KEYS = ("name", "edition", "title", "minutes", "themes", "scales", "questions")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_LONGEST_TITLE = 80  # characters


class Unreadable(ValueError):
    """Its text has one line per fault: file, line, what is wrong, what to do."""


def load(path: Path) -> Questionnaire:
    """Unreadable if anything at all is wrong with the file; an OSError if it cannot be opened."""
    faults = Faults(path)
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    tree = parse(content, faults)
    if tree is None:
        raise Unreadable(str(faults))
    questionnaire = _build(tree, path, sha256(content).hexdigest(), faults)
    if faults:
        raise Unreadable(str(faults))
    return questionnaire


class Shelf:
    """Every questionnaire of a folder, read at once: a faulty one is found at start, not later."""

    def __init__(self, folder: Path | None = None) -> None:
        """Without a folder, the questionnaires shipped with the program."""
        faults: list[str] = []
        self._editions: dict[str, dict[int, Questionnaire]] = {}
        for path in sorted((folder or shipped("surveys")).glob("*/[!.]*")):
            try:
                questionnaire = load(path)
            except Unreadable as error:
                faults.append(str(error))
            else:
                editions = self._editions.setdefault(questionnaire.name, {})
                editions[questionnaire.edition] = questionnaire
        if faults:
            raise Unreadable("\n".join(faults))

    def names(self) -> list[str]:
        return sorted(self._editions)

    def edition(self, name: str, number: int) -> Questionnaire:
        try:
            return self._editions[name][number]
        except KeyError:
            raise NotFound(f"There is no surveys/{name}/{number}.yaml.") from None

    def latest(self, name: str) -> Questionnaire:
        return self.edition(name, max(self._editions.get(name, {}), default=1))


def _build(tree: Node, path: Path, digest: str, faults: Faults) -> Questionnaire:
    record = Record(tree, "the questionnaire", _KEYS, faults)
    scales = build_scales(record.get("scales"), faults)
    nodes = record.rows("questions")
    questions = [build_question(node, n, scales, faults) for n, node in enumerate(nodes, start=1)]
    placed = [(node.line, question) for node, question in zip(nodes, questions, strict=True)]
    compare(placed, faults)
    return Questionnaire(
        name=_name(record, path),
        edition=_edition(record, path),
        hash=digest,
        title=record.text("title", _LONGEST_TITLE),
        minutes=record.whole("minutes", 1, 60),
        questions=tuple(questions),
        themes=build_themes(record.get("themes"), placed, faults),
    )


def _name(record: Record, path: Path) -> str:
    name = record.word("name", _NAME, "a to z, 0 to 9 and -, at most 40 characters")
    if name and name != path.parent.name:
        folder = quoted(path.parent.name)
        record.fault(
            "name", f"name is {quoted(name)}, but the folder is {folder}. Make them equal."
        )
    return name


def _edition(record: Record, path: Path) -> int:
    edition = record.whole("edition", 1, 9999)
    if record.get("edition") and path.name != f"{edition}.yaml":
        record.fault("edition", f"the file of edition {edition} must be named {edition}.yaml.")
    return edition
