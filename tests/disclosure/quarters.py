"""Simulated quarters: how an inspectorate is divided, who answers when, and what they say."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from app.ballots.boxes import Part
from app.ballots.tallying import ANSWERED, ANSWERS, UNANSWERED, Counts
from app.ballots.versions import Figures
from app.questionnaires.definition import Question, Questionnaire
from app.questionnaires.loading import Shelf
from app.questionnaires.validating import options_of
from app.registry.kinds import kinds_of
from app.registry.regions import regions_of

REGIONS = [region.code for region in regions_of("KG")]
KINDS = [str(kind) for kind in kinds_of("KG")]
_ASKED = ("courtesy", "checklist", "integrity")  # a scale; with "does not apply"; a sensitive one

Answer = Mapping[str, Any]  # question -> option; without entry: no answer


def asked() -> Questionnaire:
    whole = Shelf().latest("post-inspection")
    return replace(whole, questions=tuple(whole.question(name) for name in _ASKED))


@dataclass(frozen=True)
class Batch:
    """The answers of one group that were mixed together, or were left when the box closed."""

    group: int
    answers: tuple[Answer, ...]
    at_close: bool = False


@dataclass(frozen=True)
class Simulated:
    parts: tuple[Part, ...]
    batches: tuple[Batch, ...]


def simulate(seed: int, questionnaire: Questionnaire) -> Simulated:
    """From one region of one kind to nine of four, from forty answers to six hundred, from divided
    opinions to almost unanimous ones.
    """
    random = Random(seed)
    parts = tuple(_parts(random))
    weights = [random.paretovariate(1.2) for _ in parts]
    mood = {each.id: random.choice((0.5, 0.75, 0.9, 0.97, 0.99)) for each in questionnaire.closed}
    moods = [
        {id_: min(1.0, max(0.0, random.gauss(p, 0.06))) for id_, p in mood.items()} for _ in parts
    ]
    waiting: dict[int, list[Answer]] = {part.number: [] for part in parts}
    batches = []
    for _ in range(random.choice((40, 100, 250, 600))):
        place = random.choices(range(len(parts)), weights)[0]
        number = parts[place].number
        waiting[number].append(_answer(random, questionnaire, moods[place]))
        if len(waiting[number]) >= 10 and random.random() < 0.4:  # the mixer comes by
            batches.append(Batch(number, tuple(waiting[number])))
            waiting[number].clear()
    left = [Batch(number, tuple(some), at_close=True) for number, some in waiting.items() if some]
    return Simulated(parts, (*batches, *left))


def counts(questionnaire: Questionnaire, answers: Sequence[Answer]) -> Counts:
    found = Counts({(ANSWERS, ANSWERED): len(answers)})
    for answer in answers:
        for question in questionnaire.closed:
            if question.id in answer:
                found.update([(question.id, ANSWERED), (question.id, answer[question.id])])
            else:
                found[question.id, UNANSWERED] += 1
    return found


def figures_of(given: Counter[tuple[str, str]]) -> dict[str, Figures]:
    """By question."""
    found: dict[str, Figures] = {}
    for (question, option), number in given.items():
        figures = found.setdefault(question, Figures(given[question, "*"], {}))
        if option != "*":
            figures.counts[option] = number
    return found


def _parts(random: Random) -> Iterator[Part]:
    """Each region has a group of all kinds that it does not name."""
    regions = random.sample(REGIONS, random.choice((1, 2, 4, 7)))
    kinds = random.sample(KINDS, random.choice((1, 2, 4)))
    number = 0
    for region in regions:
        named = random.sample(kinds[1:], random.randint(0, len(kinds) - 1))
        for of in [*((kind,) for kind in named), ()]:
            number += 1
            yield Part(number, (region,) if len(regions) > 1 else (), of)


def _answer(
    random: Random, questionnaire: Questionnaire, moods: Mapping[str, float]
) -> dict[str, str]:
    given = {}
    for question in questionnaire.closed:
        if random.random() < 0.95:
            given[question.id] = _option(random, question, moods[question.id])
    return given


def _option(random: Random, question: Question, mood: float) -> str:
    if question.outside and random.random() < 0.1:
        return random.choice(question.outside)
    options = [option for option in options_of(question) if option not in question.outside]
    good = [option for option in options if option in question.positive]
    bad = [option for option in options if option not in question.positive]
    return random.choice(good if random.random() < mood else bad)
