"""Results of made-up quarters, through the real rules."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random

from app.lib.quarters import Quarter
from app.questionnaires.definition import Question, Questionnaire
from app.questionnaires.loading import Shelf
from app.questionnaires.validating import options_of
from app.registry.kinds import kinds_of
from app.registry.regions import regions_of
from app.results.composing import compose
from app.results.facts import Facts, Tally
from app.results.figures import QuarterResult
from app.results.rates import Rates

QUARTER = Quarter(2026, 3)
SCALE = {"1": 5, "2": 9, "3": 14, "4": 42, "5": 30, "na": 4, "": 3}


def make_questionnaire(name: str = "post-inspection") -> Questionnaire:
    return Shelf().latest(name)


def make_tally(counts: Mapping[str, int]) -> Tally:
    """`""` are those who were asked and gave no answer; else each answer has one option."""
    return Tally(sum(n for option, n in counts.items() if option), dict(counts))


def make_facts(
    questionnaire: Questionnaire,
    quarter: Quarter = QUARTER,
    *,
    country: str = "KG",
    answers: int = 300,
    seed: int = 0,
    weights: Mapping[str, Mapping[str, float]] | None = None,
) -> Facts:
    """Answers drawn from fixed odds (or `weights` by question and option), uneven over regions."""
    random = Random(f"{quarter} {seed}")
    codes = [region.code for region in regions_of(country)]
    sizes = [1 / (place + 1) for place in range(len(codes))]
    where = Counter(random.choices(codes, sizes, k=answers))
    regions = {
        code: {
            question.id: _draw(random, question, n, (weights or {}).get(question.id))
            for question in questionnaire.closed
        }
        for code, n in where.items()
    }
    whole = {
        question.id: _sum([tallies[question.id] for tallies in regions.values()])
        for question in questionnaire.closed
    }
    return Facts(quarter, whole, regions, {code: 4 * where[code] + 5 for code in codes})


def make_result(
    questionnaire: Questionnaire | None = None,
    *,
    country: str = "KG",
    answers: int = 300,
    quarters: int = 6,
    weights: Mapping[str, Mapping[str, float]] | None = None,
) -> QuarterResult:
    questionnaire = questionnaire or make_questionnaire()
    facts = [
        make_facts(
            questionnaire, QUARTER.plus(back), country=country, answers=answers, weights=weights
        )
        for back in range(1 - quarters, 1)
    ]
    return compose(
        "geti" if country == "KG" else "cpc",
        questionnaire,
        "invited",
        facts,
        rates=Rates(4 * answers, 3 * answers, 3 * answers - 5, 3 * answers - 40, answers),
        answered=answers,
        waiting=10,
        regions=[region.code for region in regions_of(country)],
        kinds=kinds_of(country),
    )


def make_by_kind(result: QuarterResult) -> QuarterResult:
    """The rows of its regions once more, as those of kinds."""
    kinds = ("", *kinds_of("KG" if result.inspectorate == "geti" else "KZ"))
    return replace(
        result,
        kinds={
            question: tuple(replace(row, name=kind) for kind, row in zip(kinds, rows, strict=False))
            for question, rows in result.regions.items()
        },
    )


def _draw(random: Random, question: Question, n: int, weights: Mapping[str, float] | None) -> Tally:
    options = [*options_of(question), ""]
    odds = weights or _odds(question, options)
    counts: Counter[str] = Counter()
    answered = 0
    for _ in range(n):
        times = 2 if question.type == "multiple" else 1
        given = set(random.choices(options, [odds.get(each, 0.0) for each in options], k=times))
        alone = {option.value for option in question.options if option.outside} | {""}
        if given & alone:
            given = {min(given & alone)}
        counts.update(given)
        answered += given != {""}
    return Tally(answered, {option: number for option, number in counts.items() if number})


def _odds(question: Question, options: Sequence[str]) -> dict[str, float]:
    if question.type == "scale":
        return {option: float(SCALE[option]) for option in options if option in SCALE}
    return {option: 1.0 if option else 0.2 for option in options} | dict.fromkeys(
        question.positive, 4.0
    )


def _sum(tallies: Sequence[Tally]) -> Tally:
    counts: Counter[str] = Counter()
    for tally in tallies:
        counts.update(tally.counts)
    return Tally(sum(tally.answered for tally in tallies), dict(counts))
