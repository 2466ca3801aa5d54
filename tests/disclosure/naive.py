"""The control: every answer is shown at once, and cells under ten are hidden without company."""

from collections import Counter
from collections.abc import Iterator, Mapping

from app.ballots.versions import ALL, Version
from app.questionnaires.definition import Question, Questionnaire
from app.results.auditing.attacking import attack_options
from app.results.auditing.hiding import Hidden
from tests.disclosure.observing import Notes, Place
from tests.disclosure.quarters import Simulated, counts, figures_of


def play(simulated: Simulated, questionnaire: Questionnaire) -> tuple[Notes, list[int]]:
    """What is seen, and the widths that are left to hidden rows: a lonely one has none."""
    parts = {part.number: part for part in simulated.parts}
    base: Counter[Place] = Counter()
    positive: Counter[Place] = Counter()
    notes, widths = Notes(), []
    for batch in simulated.batches:
        part = parts[batch.group]
        cells = ["all", *(f"region:{code}" for code in part.regions)]
        cells += [f"kind:{kind}" for kind in part.kinds]
        for answer in batch.answers:
            for question in questionnaire.closed:
                if answer.get(question.id) in (None, *question.outside):
                    continue
                for cell in cells:
                    base[question.id, cell] += 1
                    positive[question.id, cell] += answer[question.id] in question.positive
            notes.look({place: (n, positive[place]) for place, n in base.items() if n >= 10})
            widths += [width for each in questionnaire.closed for width in _widths(each, base)]
    return notes, widths


def options(simulated: Simulated, questionnaire: Questionnaire) -> Iterator[Hidden]:
    """At each mixing the whole is told anew, by the rules of a single table."""
    given: Counter[tuple[str, str]] = Counter()
    versions: dict[str, list[Version]] = {}
    for batch in simulated.batches:
        given.update(counts(questionnaire, batch.answers))
        for question, figures in figures_of(given).items():
            of = versions.setdefault(question, [])
            of.append(Version({ALL: figures}, frozenset(), len(of), len(of)))
    for asked in questionnaire.closed:
        yield from attack_options(asked, versions.get(asked.id, []))


def _widths(question: Question, base: Mapping[Place, int]) -> Iterator[int]:
    """How many bases a hidden region may have, beside the whole and the other regions."""
    if base.get((question.id, "all"), 0) < 10:
        return
    regions = [n for (of, cell), n in base.items() if of == question.id and "region:" in cell]
    hidden = [n for n in regions if n < 10]
    if hidden and len(hidden) < len(regions):
        yield 0 if len(hidden) == 1 else min(9, sum(hidden))
