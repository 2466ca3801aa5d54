"""Questionnaires from surveys/<name>/<edition>.yaml: read whole, or refused with every fault."""

import re
from hashlib import sha256
from pathlib import Path

from app.lib.errors import NotFound
from app.lib.faults import quoted
from app.lib.files import shipped
from app.lib.i18n import ENGLISH_NAMES, LANGUAGES, SOURCE
from app.lib.plain_yaml import LARGEST, Node, parse
from app.questionnaires.building import build_question
from app.questionnaires.comparing import compare
from app.questionnaires.definition import Questionnaire
from app.questionnaires.drafts import Draft
from app.questionnaires.faults import EditionFaults
from app.questionnaires.memory import FILE, Garbled, Memory
from app.questionnaires.options import build_scales
from app.questionnaires.records import Record
from app.questionnaires.themes import build_themes

_KEYS = ("name", "edition", "title", "minutes", "themes", "scales", "questions", "source")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_LONGEST_TITLE = 80  # characters


class Unreadable(ValueError):
    """Its text has one line per fault: file, line, what is wrong, what to do."""


class Unfinished(Unreadable):
    """Nothing is wrong but the translations: some are missing, stale, or compared by nobody."""

    def __init__(self, draft: Draft, faults: str) -> None:
        super().__init__(faults)
        self.name = draft.name  # of the file
        self.key = draft.questionnaire.name, draft.questionnaire.edition


def load(path: Path) -> Questionnaire:
    """Unreadable if anything at all is wrong with the file; an OSError if it cannot be opened."""
    draft, faults = _read(path, content_of(path))
    if faults:
        raise Unreadable(str(faults))
    return draft.questionnaire


def load_draft(path: Path, content: bytes | None = None) -> Draft:
    """The same, but words may still be missing in all languages but the source. With `content`:
    as if that stood in the file.
    """
    draft, faults = _read(path, content_of(path) if content is None else content)
    if not _is_draft(draft, faults):
        raise Unreadable(str(faults))
    return draft


def content_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def editions_in(folder: Path) -> list[Path]:
    """Every file that claims to be one: all but hidden ones and what is remembered of them."""
    return sorted(path for path in folder.glob("*/[!.]*") if path.name != FILE)


class Shelf:
    """Every questionnaire of a folder, read at once: a faulty one is found at start, not later.

    A newest edition whose translations are not finished is a draft: nobody is asked with it, and
    the one before it stays in use.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Without a folder, the questionnaires shipped with the program."""
        faults: list[str] = []
        unfinished: list[Unfinished] = []
        self._editions: dict[str, dict[int, Questionnaire]] = {}
        for path in editions_in(folder or shipped("surveys")):
            try:
                questionnaire = _load_live(path)
            except Unfinished as error:
                unfinished.append(error)
            except Unreadable as error:
                faults.append(str(error))
            else:
                editions = self._editions.setdefault(questionnaire.name, {})
                editions[questionnaire.edition] = questionnaire
        self.drafts = [one for one in unfinished if self._is_newer(*one.key)]
        faults += [str(one) for one in unfinished if one not in self.drafts]
        if faults:
            raise Unreadable("\n".join(faults))

    def _is_newer(self, name: str, number: int) -> bool:
        """Than all that are finished."""
        return number > max(self._editions.get(name, {}), default=0)

    def names(self) -> list[str]:
        return sorted(self._editions)

    def editions(self) -> list[Questionnaire]:
        """All there are, by name and number."""
        return [
            self._editions[name][number]
            for name in self.names()
            for number in sorted(self._editions[name])
        ]

    def edition(self, name: str, number: int) -> Questionnaire:
        try:
            return self._editions[name][number]
        except KeyError:
            raise NotFound(f"There is no surveys/{name}/{number}.yaml.") from None

    def latest(self, name: str) -> Questionnaire:
        return self.edition(name, max(self._editions.get(name, {}), default=1))


def _load_live(path: Path) -> Questionnaire:
    """Nobody is asked in words that may say something else than in another language."""
    draft, faults = _read(path, content_of(path))
    if faults and not _is_draft(draft, faults):
        raise Unreadable(str(faults))
    if not faults and not draft.memory:
        cure = f"Run pikir i18n accept {draft.name}, once somebody has compared them"
        faults.add(1, f"nothing says which texts its translations were made from. {cure}.")
    elif not faults:
        for worded, language in draft.stale():
            name, source = ENGLISH_NAMES[language], ENGLISH_NAMES[draft.source]
            problem = f"the {name} was not made from the {source} that stands there now"
            cure = "Translate it anew, or accept it: docs/translating.md"
            faults.add(worded.said[language].line, f"{worded.place}: {problem}. {cure}.")
    if faults:
        raise Unfinished(draft, str(faults))
    return draft.questionnaire


def _is_draft(draft: Draft, faults: EditionFaults) -> bool:
    """Words are missing, and none of those that it was written in first."""
    return faults.are_gaps and all(worded.text(draft.source) for worded in draft.worded)


def _read(path: Path, content: bytes) -> tuple[Draft, EditionFaults]:
    faults = EditionFaults(path)
    tree = parse(content, faults)
    if tree is None:
        raise Unreadable(str(faults))
    questionnaire = _build(tree, path, sha256(content).hexdigest(), faults)
    try:
        memory = Memory(path.parent)
    except Garbled as error:
        raise Unreadable(str(error)) from error
    in_order = tuple(sorted(faults.worded, key=lambda worded: worded.line))
    return Draft(path, questionnaire, in_order, memory), faults


def _build(tree: Node, path: Path, digest: str, faults: EditionFaults) -> Questionnaire:
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
        source=record.choice("source", LANGUAGES) if record.get("source") else SOURCE,
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
