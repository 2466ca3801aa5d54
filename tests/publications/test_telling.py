"""A release in a few words."""

from dataclasses import replace

import pytest

from app.lib.i18n import speaking
from app.publications.telling import cards, circumstances, findings, headline
from app.results.figures import Change
from app.results.leading import principal
from tests.making.publications import make_document
from tests.making.results import make_result


def test_the_headline_is_the_finding_on_the_question_nobody_skips() -> None:
    assert headline(make_document()) == ("Overall satisfaction: 71%, 4 points more than in Q2 2026")


def test_a_quarter_with_too_few_answers_says_so() -> None:
    document = make_document(answered=9)
    assert headline(document) == "Too few answers in Q3 2026 to show results"
    assert findings(document) == []


def test_a_quarter_without_inspections_says_so() -> None:
    document = make_document(inspections=0)
    assert headline(document) == "No inspections in Q3 2026"
    assert [card.figure for card in cards(document)] == ["0"]


def test_there_are_three_to_five_figures_in_large_type_with_their_base_and_change() -> None:
    shown = cards(make_document())
    assert 3 <= len(shown) <= 5
    assert (shown[0].figure, shown[0].label) == ("71%", "Overall satisfaction")
    assert shown[0].note.endswith(" answers; +4 points against Q2 2026")
    assert [card.figure for card in shown[-2:]] == ["300", "24.0%"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (0.0049, "the share is the same as in Q2 2026"),
        (0.01, "+1 point against Q2 2026"),
        (-0.04, "−4 points against Q2 2026"),
    ],
)
def test_a_card_says_how_the_share_has_moved(change: float, said: str) -> None:
    moved = Change("2026-Q2", 0.5, change, None)
    result = replace(make_result().questions[0], positive=0.5, last_quarter=moved)
    assert circumstances(result).endswith(f"; {said}")


def test_the_response_rate_is_over_all_inspections() -> None:
    *_, rate = cards(make_document(answered=100, inspections=2000))
    assert (rate.figure, rate.note) == ("5.0%", "of 2,500 inspections")


def test_findings_begin_with_the_highest_and_the_lowest_share() -> None:
    kinds = [finding.kind for finding in findings(make_document())]
    assert kinds[:2] == ["Highest share", "Lowest share"]


def test_nothing_is_said_twice() -> None:
    document = make_document()
    result = principal(document.results)
    assert result
    changed = [
        replace(each, last_quarter=replace(each.last_quarter, interval=(0.01, 0.2), p_value=0.01))
        for each in result.questions
        if each.last_quarter
    ]
    told = findings(replace(document, results=(replace(result, questions=tuple(changed)),)))
    assert "Clear change" in {finding.kind for finding in told}
    assert len({finding.sentence for finding in told}) == len(told)


def test_a_change_larger_than_chance_is_a_finding() -> None:
    document = make_document()
    result = principal(document.results)
    assert result
    *others, last = (each for each in result.questions if each.positive)  # neither extreme
    assert last.last_quarter
    changed = replace(
        last, last_quarter=replace(last.last_quarter, interval=(0.01, 0.2), p_value=0.01)
    )
    told = replace(document, results=(replace(result, questions=(*others, changed)),))
    assert [finding.kind for finding in findings(told)][2:] == ["Clear change", "Between regions"]
    assert [finding.kind for finding in findings(document)][2:] == ["Changes", "Between regions"]


def test_a_first_quarter_tells_how_many_took_part() -> None:
    document = make_document()
    result = principal(document.results)
    assert result
    first = tuple(replace(each, last_quarter=None) for each in result.questions)
    told = findings(replace(document, results=(replace(result, questions=first, regions={}),)))
    assert len(told) == 3
    assert told[-1].sentence == "Answers came about 240 of 1,000 inspections."


@pytest.mark.parametrize("answered", [40, 80, 240, 700])
def test_there_are_three_to_five_findings(answered: int) -> None:
    assert 3 <= len(findings(make_document(answered=answered))) <= 5


@pytest.mark.parametrize("language", ["ky", "kk", "ru"])
def test_all_of_it_can_be_said_in_every_language(language: str) -> None:
    with speaking(language):
        assert headline(make_document())
        assert findings(make_document())
