"""The titles of themes: the headings under which results stand."""

from app.lib.faults import did_you_mean, quoted
from app.lib.plain_yaml import Fields, Node
from app.questionnaires.comparing import Placed
from app.questionnaires.definition import Theme
from app.questionnaires.faults import EditionFaults
from app.questionnaires.options import IDENTIFIER, IDENTIFIER_LOOKS
from app.questionnaires.records import Record

_LONGEST_TITLE = 50  # characters: a heading on a telephone


def build_themes(node: Node | None, questions: Placed, faults: EditionFaults) -> tuple[Theme, ...]:
    """In the order of the file; none if it has none: then results are not divided."""
    if node is None:
        return ()
    if not isinstance(node, Fields):
        faults.add(node.line, 'themes must be a block. Begin each theme below it with "name:".')
        return ()
    titles = Record(node, "themes", tuple(node.entries), faults)
    _are_asked(titles, node, questions)
    _are_titled(tuple(node.entries), questions, faults)
    return tuple(Theme(name, titles.text(name, _LONGEST_TITLE)) for name in node.entries)


def _are_asked(titles: Record, node: Fields, questions: Placed) -> None:
    asked = {question.theme for _line, question in questions}
    for name in node.entries:
        if IDENTIFIER.fullmatch(name) is None:
            titles.fault(name, f"theme {quoted(name)}: its name must be {IDENTIFIER_LOOKS}.")
        elif name not in asked:
            titles.fault(name, f"no question has the theme {quoted(name)}. Remove it.")


def _are_titled(known: tuple[str, ...], questions: Placed, faults: EditionFaults) -> None:
    """Those of closed questions: what people write is not published."""
    for line, question in questions:
        if question.type != "text" and question.theme and question.theme not in known:
            problem = f"question {quoted(question.id)} has the theme {quoted(question.theme)}"
            cure = did_you_mean(question.theme, known)
            faults.add(line, f"{problem}, which has no title among themes. {cure}")
