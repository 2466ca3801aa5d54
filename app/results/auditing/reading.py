"""What somebody reads who looks at every version of a question: each row's figures, or words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.ballots.versions import ALL, KIND, REGION, Figures, Label, Version
from app.questionnaires.definition import Question
from app.results.breakdowns import REST, hidden_parts
from app.results.disclosing import Count, Hidden, extreme
from app.results.facts import Tally, count

Said = Literal["shown", "withheld", "low", "high"]
Place = tuple[Label, int]  # the people of a label, in the version of this number


@dataclass(frozen=True)
class Row:
    """`made_of` sums up to the row's true `count`. What rows leave of the whole is not written:
    it is read by those who subtract.
    """

    cell: str
    at: int
    count: Count
    said: Said
    made_of: Mapping[Place, int]
    is_written: bool = True


def read(question: Question, versions: Sequence[Version]) -> list[Row]:
    """All that is said of shares: what has no positive option has none that is broken down."""
    if not question.positive:
        return []
    rows: list[Row] = []
    for at, version in enumerate(versions):
        whole = _count(question, version.cells[ALL])
        if whole.base >= question.publish_min_base:
            everybody = dict.fromkeys(((label, at) for label in version.labels), 1)
            said = extreme(whole.positive, whole.base) or "shown"
            rows.append(Row(ALL, at, whole, said, everybody))
            rows += _parts(question, versions, version, REGION)
            rows += _parts(question, versions, version, KIND)
    return rows


def _parts(
    question: Question, versions: Sequence[Version], version: Version, family: str
) -> Iterator[Row]:
    at = version.regions_at if family == REGION else version.kinds_at
    parts = {
        cell.removeprefix(family): _count(question, figures)
        for cell, figures in version.cells.items()
        if cell.startswith(family)
    }
    if not parts:
        return
    hidden = hidden_parts(question, parts)
    for name, counted in parts.items():
        made_of = _made_of(versions[at], at, family, name)
        is_written = family == KIND or name != REST
        yield Row(family + name, at, counted, _said(hidden, name), made_of, is_written)


def _made_of(version: Version, at: int, family: str, name: str) -> dict[Place, int]:
    return {
        (label, at): 1
        for label in version.labels
        if (label.region if family == REGION else label.kind) == name
    }


def _said(hidden: Hidden, name: str) -> Said:
    return "withheld" if name in hidden.withheld else hidden.coded.get(name, "shown")


def _count(question: Question, figures: Figures) -> Count:
    return count(question, Tally(*figures))
