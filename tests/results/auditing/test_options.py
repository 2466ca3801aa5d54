"""What rare options are together, and later each alone, does not tell what each was before."""

from collections.abc import Mapping

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.ballots.pooling import Pool
from app.ballots.versions import Label, Version, versions
from app.questionnaires.definition import Question
from app.results.auditing.attacking import attack, may_show
from app.results.auditing.hiding import Hidden
from app.results.auditing.options import OPTIONS
from tests.making.ballots import SHORT
from tests.making.moves import make_moves
from tests.making.results import make_questionnaire

COURTESY = make_questionnaire().question("courtesy")
WHY = SHORT.question("why")
MANY = {"4": 60, "5": 45, "3": 20}


def shown(*steps: Mapping[str, int]) -> list[Version]:
    """Newcomers by option; "*" all who answered, if that is not their sum."""
    pools = [Pool((1,), {"*": sum(n for option, n in of.items() if option), **of}) for of in steps]
    return versions({1: Label("", "")}, make_moves(*([pool] for pool in pools)))


def of_options(question: Question, versions_: list[Version]) -> dict[tuple[int, str], Hidden]:
    found = [one for one in attack(question, versions_) if one.cell == OPTIONS]
    return {(one.at, one.what): one for one in found}


def test_a_joined_option_follows_from_the_moment_at_which_it_stands_alone() -> None:
    before = {**MANY, "1": 7, "2": 8}  # 7 of 140 are rare: together they are 15
    assert may_show(COURTESY, shown(before))
    # 8 and 8 of 150 stand alone. So there were 7 or 8 before.
    assert not may_show(COURTESY, shown(before, {"4": 9, "1": 1}))
    assert of_options(COURTESY, shown(before, {"4": 9, "1": 1}))[0, "1"].width == 1


def test_a_joined_option_stays_hidden_if_enough_people_joined_it() -> None:
    versions_ = shown({**MANY, "1": 7, "2": 8}, {"4": 9, "1": 5, "2": 5})
    assert may_show(COURTESY, versions_)
    hidden = of_options(COURTESY, versions_)[0, "1"]
    assert (hidden.how, hidden.needed) == ("joined", 5)


def test_an_option_whose_count_stood_alone_is_not_hidden_by_joining_it() -> None:
    versions_ = shown({**MANY, "1": 8, "2": 9}, {"4": 40})
    assert of_options(COURTESY, versions_) == {}
    assert may_show(COURTESY, versions_)


def test_rare_choices_follow_if_everybody_else_chose_the_same() -> None:
    before = {"*": 100, "tone": 5, "rules": 95}
    assert may_show(WHY, shown(before))
    # Of the first hundred at most 97 chose the rules, so at least 3 chose the tone.
    assert not may_show(WHY, shown(before, {"*": 40, "tone": 40, "rules": 2}))
    assert may_show(WHY, shown(before, {"*": 40, "tone": 40, "rules": 10}))


def test_which_answers_stand_outside_the_base_does_not_follow() -> None:
    before = {"4": 40, "2": 22, "na": 4, "": 5}
    assert may_show(COURTESY, shown(before))
    assert not may_show(COURTESY, shown(before, {"4": 6, "2": 5, "na": 1}))


@settings(deadline=None, max_examples=60)
@given(
    st.dictionaries(
        st.sampled_from(["1", "2", "3", "4", "5", "na", ""]),
        st.integers(1, 8) | st.integers(1, 200),
        min_size=1,
    )
)
def test_nothing_follows_from_a_single_table(counts: dict[str, int]) -> None:
    assume(sum(n for option, n in counts.items() if option.isdigit()) >= 10)
    leaking = [one for one in of_options(COURTESY, shown(counts)).values() if not one.is_kept]
    assert leaking == []
