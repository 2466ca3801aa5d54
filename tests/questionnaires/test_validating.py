"""What people fill in: what is taken, what is dropped, what is said about the rest."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.lib.i18n import speaking
from app.questionnaires.definition import Questionnaire
from app.questionnaires.loading import Shelf, load
from app.questionnaires.validating import Filled, check, count_of, label_of, options_of
from tests.making.questionnaires import SMALL, make_questionnaire, write_questionnaire


@pytest.fixture
def small(tmp_path: Path) -> Questionnaire:
    return make_questionnaire(tmp_path)


def filled(small: Questionnaire, **answers: str | list[str]) -> Filled:
    """Checked with the required answer given, unless the test gives its own."""
    form = {"manner": "good"} | answers
    return check(
        small, {name: [value] if isinstance(value, str) else value for name, value in form.items()}
    )


def error(small: Questionnaire, question: str, answer: str | list[str]) -> str:
    checked = filled(small, **{"visit": "yes", "rooms": "kitchen"} | {question: answer})
    assert list(checked.errors) == [question]
    assert question not in checked.closed
    assert question not in checked.texts
    return checked.errors[question]


def test_a_whole_form_is_taken(small: Questionnaire) -> None:
    assert filled(
        small, visit="yes", rooms=["store", "kitchen"], kitchen="Warm", days="12", advice="Be kind"
    ) == Filled(
        closed={"visit": "yes", "rooms": ["kitchen", "store"], "days": 12, "manner": "good"},
        texts={"kitchen": "Warm", "advice": "Be kind"},
    )


def test_the_required_answer_alone_is_enough(small: Questionnaire) -> None:
    empty = dict.fromkeys(("visit", "rooms", "kitchen", "days", "advice"), " ")
    assert filled(small, **empty) == Filled(closed={"manner": "good"})
    assert filled(small) == Filled(closed={"manner": "good"})


@pytest.mark.parametrize("form", [{}, {"manner": []}, {"manner": ["", "  "]}])
def test_without_the_required_answer_the_form_does_not_count(
    small: Questionnaire, form: dict[str, list[str]]
) -> None:
    assert check(small, form).errors == {
        "manner": "Answer “Manner”. Without it we cannot count your form."
    }


def test_fields_that_are_no_question_are_ignored(small: Questionnaire) -> None:
    assert filled(small, lang="kk", code="XYZ") == Filled(closed={"manner": "good"})


def test_an_unknown_option_is_refused(small: Questionnaire) -> None:
    wanted = "Choose an answer from the list at “{}”."
    assert error(small, "visit", "maybe") == wanted.format("Visit")
    assert error(small, "manner", "Good") == wanted.format("Manner")
    assert error(small, "rooms", ["kitchen", "cellar"]) == wanted.format("Rooms")


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        *(("visit", ["yes", "no"]), ("manner", ["good", "good"])),
        *(("days", ["1", "2"]), ("advice", ["one", "two"])),
    ],
)
def test_one_answer_is_given_once(small: Questionnaire, question: str, answers: list[str]) -> None:
    wanted = f"Give only one answer to “{question.capitalize()}”."
    assert error(small, question, answers) == wanted


def test_none_of_these_contradicts_a_choice(small: Questionnaire) -> None:
    told = "At “Rooms”, choose either “{}” or other answers."
    assert error(small, "rooms", ["none", "store"]) == told.format("None")
    assert error(small, "rooms", ["forgot", "none"]) == told.format("None")
    assert error(small, "rooms", ["store", "forgot"]) == told.format("Forgot")
    assert filled(small, visit="yes", rooms=["none", "none"]).closed["rooms"] == ["none"]


def test_what_was_not_asked_is_dropped(small: Questionnaire) -> None:
    skipped = Filled(closed={"manner": "good"})
    assert filled(small, rooms="kitchen", kitchen="Warm") == skipped
    skipped.closed = {"visit": "no", "manner": "good"}
    assert filled(small, visit="no", rooms="cellar", kitchen="x" * 99) == skipped


def test_a_condition_looks_at_every_choice(small: Questionnaire) -> None:
    told = filled(small, visit="yes", rooms=["store", "kitchen"], kitchen="Warm")
    assert told.texts == {"kitchen": "Warm"}
    assert filled(small, visit="yes", rooms=["store"], kitchen="Warm").texts == {}


@pytest.mark.parametrize(
    ("written", "number"),
    [
        *(("0", 0), (" 12\n", 12), ("007", 7), ("5000", 5000), ("1 234", 1234)),
        *(("1\u00a0234", 1234), ("1\u202f234", 1234), ("1\u2009234", 1234), ("\u00a05", 5)),
    ],
)
def test_numbers_are_read_as_people_write_them(
    small: Questionnaire, written: str, number: int
) -> None:
    assert filled(small, days=written).closed["days"] == number


@pytest.mark.parametrize(
    "written",
    [
        *("5001", "-1", "+1", "1.5", "1,5", "1,234", "five", "1 2", "12 34", "1  234", "1\n234"),
        *("٣", "½", "1e3", "0x1", "1_000", "9" * 5000, "1 " + "234 " * 9, "nan", "5\x00"),
    ],
)
def test_other_numbers_are_told_the_range(small: Questionnaire, written: str) -> None:
    wanted = "At “Days”, write a whole number in figures, from 0 to 5,000."
    assert error(small, "days", written) == wanted


def test_a_number_may_begin_above_nought_and_end_in_a_band_of_its_own(tmp_path: Path) -> None:
    content = SMALL.replace("minimum: 0", "minimum: 2").replace("[0, 1, 2, 10]", "[2, 5000]")
    asked = load(write_questionnaire(tmp_path, content))
    assert options_of(asked.question("days")) == ["2-4999", "5000"]
    assert filled(asked, days="2").closed["days"] == 2
    assert "from 2 to 5,000" in error(asked, "days", "1")


def test_a_remark_is_stripped_and_composed(small: Questionnaire) -> None:
    told = filled(small, advice="  и\u0306од\r\nтек\r \n").texts
    assert told == {"advice": "йод\nтек"}


def test_a_remark_is_measured_in_characters(small: Questionnaire) -> None:
    assert filled(small, advice="😀" * 20).texts == {"advice": "😀" * 20}
    assert filled(small, advice="и\u0306" * 20).texts == {"advice": "й" * 20}
    assert filled(small, advice="a\r\n" * 10).texts == {"advice": ("a\n" * 10).strip()}
    assert error(small, "advice", "й" * 21) == "Shorten your answer to “Advice” by 1 character."
    assert error(small, "advice", "й" * 25) == "Shorten your answer to “Advice” by 5 characters."


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\x1b", "\x7f", "\x85", "\x0b", "\ud800"])
def test_control_characters_are_refused(small: Questionnaire, letter: str) -> None:
    wanted = "Remove the control characters from your answer to “Advice”."
    assert error(small, "advice", f"a{letter}b") == wanted
    assert filled(small, advice="a\tb\nc").texts == {"advice": "a\tb\nc"}


def test_errors_name_the_question_in_the_spoken_language() -> None:
    asked = Shelf().latest("post-inspection")
    for language, name in (
        *(("ky", "Жалпы канааттануу"), ("kk", "Жалпы қанағаттану")),
        *(("ru", "Общая удовлетворённость"), ("en", "Overall satisfaction")),
    ):
        with speaking(language):
            assert name in check(asked, {}).errors["overall"]


def test_answers_beside_an_error_are_kept(small: Questionnaire) -> None:
    told = check(small, {"visit": ["no"], "days": ["many"], "advice": ["Be kind"]})
    assert (told.closed, told.texts) == ({"visit": "no"}, {"advice": "Be kind"})
    assert set(told.errors) == {"days", "manner"}


def test_a_tally_counts_options_and_bands(small: Questionnaire) -> None:
    days = small.question("days")
    assert options_of(days) == ["0", "1", "2-9", "10-5000"]
    counted = {number: count_of(days, number) for number in (0, 1, 2, 9, 10, 5000)}
    assert counted == {
        0: ["0"],
        1: ["1"],
        2: ["2-9"],
        9: ["2-9"],
        10: ["10-5000"],
        5000: ["10-5000"],
    }
    assert options_of(small.question("rooms")) == ["kitchen", "store", "none", "forgot"]
    assert count_of(small.question("rooms"), ["kitchen", "store"]) == ["kitchen", "store"]
    assert count_of(small.question("manner"), "na") == ["na"]


def test_a_tally_speaks_the_readers_language() -> None:
    asked = Shelf().latest("desk-inspection")
    with speaking("kk"):
        times = asked.question("times")
        assert [label_of(times, key) for key in options_of(times)] == ["0", "1", "2–3", "4–50"]
        assert label_of(asked.question("overall"), "5") == "Толық қанағаттандым"


FORMS = st.dictionaries(
    st.sampled_from(["visit", "rooms", "kitchen", "days", "manner", "advice", "lang"]),
    st.lists(
        st.sampled_from(["yes", "no", "kitchen", "store", "none", "good", "na", "7", "1 000", ""])
        | st.text(max_size=25),
        max_size=3,
    ),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(form=FORMS)
def test_whatever_is_taken_can_be_counted_and_stored(
    small: Questionnaire, form: dict[str, list[str]]
) -> None:
    told = check(small, form)
    for name, value in told.closed.items():
        question = small.question(name)
        assert count_of(question, value)
        assert set(count_of(question, value)) <= set(options_of(question))
    for name, text in told.texts.items():
        assert 0 < len(text) <= small.question(name).max_length
        assert "\x00" not in text.encode().decode()
    assert not told.errors.keys() & (told.closed.keys() | told.texts.keys())
