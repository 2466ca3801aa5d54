"""Questionnaire files: what is read from them, and what is said about a faulty one."""

from hashlib import sha256
from pathlib import Path

import pytest

from app.lib.errors import NotFound
from app.lib.files import shipped
from app.lib.i18n import LANGUAGES
from app.questionnaires.definition import Condition
from app.questionnaires.loading import Shelf, Unreadable, load
from tests.making.questionnaires import (
    SMALL,
    make_questionnaire,
    option,
    question,
    write_questionnaire,
)

SHIPPED = sorted(shipped("surveys").glob("*/*.yaml"))


def faults(folder: Path, content: str) -> list[str]:
    with pytest.raises(Unreadable) as refused:
        load(write_questionnaire(folder, content))
    return str(refused.value).splitlines()


def line_of(content: str, words: str) -> int:
    return content[: content.index(words)].count("\n") + 1


def test_a_file_becomes_a_questionnaire(tmp_path: Path) -> None:
    small = make_questionnaire(tmp_path)
    assert (small.name, small.edition, small.minutes) == ("small", 1, 2)
    assert small.title == dict.fromkeys(LANGUAGES, "A small questionnaire")
    assert small.languages == ("ky", "kk", "ru", "en")
    assert [q.id for q in small.questions] == [
        *("visit", "rooms", "kitchen", "days", "manner", "advice")
    ]
    assert [q.id for q in small.closed] == ["visit", "rooms", "days", "manner"]
    assert [q.id for q in small.texts] == ["kitchen", "advice"]
    assert [q.id for q in small.required] == ["manner"]


def test_a_question_has_what_its_block_says(tmp_path: Path) -> None:
    small = make_questionnaire(tmp_path)
    manner = small.question("manner")
    assert [option.value for option in manner.options] == ["bad", "fair", "good", "na"]
    assert [option.outside for option in manner.options] == [False, False, False, True]
    assert (manner.positive, manner.publish_min_base) == (("good",), 10)
    days = small.question("days")
    assert (days.minimum, days.maximum, days.bands) == (0, 5000, (0, 1, 2, 10))
    assert small.question("rooms").ask_if == Condition("visit", ("yes",))
    assert small.question("rooms").options[2].alone
    with pytest.raises(KeyError):
        small.question("weather")


def test_the_hash_is_that_of_the_bytes(tmp_path: Path) -> None:
    assert make_questionnaire(tmp_path).hash == sha256(SMALL.encode()).hexdigest()
    changed = load(write_questionnaire(tmp_path, SMALL + "# a comma\n"))
    assert changed.hash == sha256(f"{SMALL}# a comma\n".encode()).hexdigest()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_shipped_questionnaires_are_complete(path: Path) -> None:
    edition = load(path)
    for asked in edition.questions:
        for text in (asked.text, asked.short, *(choice.label for choice in asked.options)):
            assert set(text) == set(LANGUAGES)
            assert all(text.values())


def test_the_main_questionnaire_asks_twelve_questions() -> None:
    asked = Shelf().latest("post-inspection")
    assert len(asked.questions) == 12
    assert [q.id for q in asked.required] == ["overall"]
    assert asked.question("integrity").publish_min_base == 30
    assert [q.id for q in asked.texts] == ["improve"]


def test_the_desk_questionnaire_uses_every_type() -> None:
    asked = Shelf().latest("desk-inspection").questions
    assert {q.type for q in asked} == {"single", "multiple", "scale", "number", "text"}
    assert any(q.ask_if for q in asked)


def test_editions_stand_side_by_side(tmp_path: Path) -> None:
    write_questionnaire(tmp_path)
    second = SMALL.replace("edition: 1", "edition: 2").replace("en: Advice?", "en: What else?")
    write_questionnaire(tmp_path, second, "small/2.yaml")
    shelf = Shelf(tmp_path)
    assert shelf.names() == ["small"]
    assert shelf.edition("small", 1).question("advice").text["en"] == "Advice?"
    assert shelf.edition("small", 2).question("advice").text["en"] == "What else?"
    assert shelf.latest("small") == shelf.edition("small", 2)
    assert shelf.edition("small", 1).hash != shelf.edition("small", 2).hash


def test_a_second_edition_of_the_main_questionnaire_can_drop_and_add(tmp_path: Path) -> None:
    first = (shipped("surveys") / "post-inspection/1.yaml").read_text()
    remarks = first.index("\n  # Read by the director")
    second = first[:remarks].replace("edition: 1", "edition: 2") + question(
        "again", "single", "    options:\n" + option("yes") + option("no")
    )
    write_questionnaire(tmp_path, first, "post-inspection/1.yaml")
    write_questionnaire(tmp_path, second, "post-inspection/2.yaml")
    shelf = Shelf(tmp_path)
    old, new = (shelf.edition("post-inspection", number) for number in (1, 2))
    assert [q.id for q in old.questions][-1:] == ["improve"]
    assert [q.id for q in new.questions][-1:] == ["again"]
    assert old.questions[:-1] == new.questions[:-1]


def test_what_is_not_on_the_shelf_is_not_found(tmp_path: Path) -> None:
    shelf = Shelf(write_questionnaire(tmp_path).parent.parent)
    with pytest.raises(NotFound):
        shelf.edition("small", 2)
    with pytest.raises(NotFound):
        shelf.latest("large")


def test_a_shelf_names_the_faults_of_all_its_files(tmp_path: Path) -> None:
    write_questionnaire(tmp_path, SMALL.replace("minutes: 2", "minutes: soon"))
    write_questionnaire(tmp_path, "", "large/1.yaml")
    write_questionnaire(tmp_path, SMALL, "small/notes.txt")
    with pytest.raises(Unreadable) as refused:
        Shelf(tmp_path)
    assert {line.split(",")[0].split("/", 1)[1] for line in str(refused.value).splitlines()} == {
        *("large/1.yaml", "small/1.yaml", "small/notes.txt")
    }


def test_a_fault_names_file_line_and_cure(tmp_path: Path) -> None:
    content = SMALL.replace("      kk: Days?\n", "")
    line = line_of(content, "    text:\n      ky: Days?")
    assert faults(tmp_path, content) == [
        f"{tmp_path.name}/small/1.yaml, line {line}:"
        ' question "days" has no Kazakh text. Add text.kk.'
    ]


def test_all_faults_are_told_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    content = (
        SMALL.replace("minutes: 2", "minutes: 0")
        .replace("type: number", "type: numbr")
        .replace("maximum: 5000", "maximun: 5000")
        .replace("scale: agreement", "scale: agreemnt")
        .replace("max_length: 20", "max_length: 2001")
    )
    told = faults(tmp_path, content)
    assert [line.split(": ", 1)[1] for line in told] == [
        "the questionnaire: minutes must be a whole number from 1 to 60.",
        'question "days" has the unknown type "numbr". Did you mean number?',
        'question "days" has the unknown key "maximun". Did you mean maximum?',
        'question "manner" has the unknown scale "agreemnt". Did you mean agreement?',
        'question "advice": max_length must be a whole number from 1 to 2000.',
    ]
    lines = [int(line.split(", line ")[1].split(":")[0]) for line in told]
    assert lines == sorted(lines)


FAULTS = [
    ("name: small", "name: large", 'name is "large", but the folder is "small". Make them equal.'),
    ("name: small", "name: Small!", "name must be a to z, 0 to 9 and -"),
    ("name: small\n", "", "the questionnaire has no name. Add name."),
    ("edition: 1", "edition: 2", "the file of edition 2 must be named 2.yaml"),
    ("edition: 1", "edition: one", "edition must be a whole number from 1 to 9999"),
    ("minutes: 2", "minutes: [2]", "minutes must be a whole number from 1 to 60"),
    ("minutes: 2", "minutes: 2\nminutes: 3", '"minutes" stands here again, after line 3. Remove'),
    ("minutes: 2", "minute: 2", 'unknown key "minute". Did you mean minutes?'),
    ("minutes: 2", "minutes: 2\ncolour: red", "Known here: name, edition, title, minutes, scales"),
    ("  kk: A small questionnaire\n", "", "the questionnaire has no Kazakh title. Add title.kk."),
    ("  kk: A small questionnaire", "  kk:", "the questionnaire has no Kazakh title. Add title.kk"),
    ("  kk: A small questionnaire", "  kk: [a]", "the Kazakh title must be words"),
    ("  kk: A small questionnaire", f"  kk: {'a' * 81}", "has 81 characters. Shorten it to 80."),
    ("  kk: A small", "  de: Ein\n  kk: A small", 'unknown key "de". Known here: ky, kk, ru, en.'),
    ("scales:\n", "scales: many\nextra:\n", "scales must be a block"),
    ("  agreement:", "  Agreement:", 'scale "Agreement": its name must be a to z'),
    ("- id: days", "- id: Days", "id must be a to z, 0 to 9 and _, beginning with a letter"),
    ("- id: days", f"- id: {'d' * 41}", "at most 40 characters"),
    ("- id: days\n    type", "- type", "question 4 has no id. Add id."),
    ("- id: days", "- id: visit", 'question "visit" stands here twice: the first begins in line'),
    ("- id: days", "- id: form", "the page uses this id itself. Choose another."),
    ("type: number", "type: slider", "Known here: single, multiple, scale, number, text."),
    ("    theme: conduct\n", "", 'question "visit" has no theme. Add theme.'),
    ("    theme: conduct\n", "    theme: Fair play\n", "theme must be a to z"),
    ("      ru: Manner\n", "", 'question "manner" has no Russian short. Add short.ru.'),
    ("      ru: Manner\n", f"      ru: {'a' * 51}\n", "Russian short has 51 characters. Shorten"),
    ("- value: fair", "- value: good", 'scale "agreement" has the option "good" twice. Rename'),
    ("- value: fair", "- value: so so", "value must be a to z, 0 to 9 and _"),
    ("- value: kitchen", "- value: store", 'question "rooms" has the option "store" twice'),
    (
        "- value: kitchen\n        label",
        "- label",
        'option 1 of question "rooms" has no value. Add',
    ),
    ("outside: true", "outside: yes", "outside must be true or false."),
    ("- value: yes\n", "- value: yes\n        alone: true\n", 'has the unknown key "alone"'),
    ("scale: agreement", "options: []", 'question "manner" has no scale. Add scale.'),
    ("    positive: [good]\n", "    positive: [god]\n", "Did you mean good?"),
    ("    positive: [good]\n", "    positive: [na]\n", "which is no option inside the base"),
    ("    positive: [good]\n", "    positive: good\n", "positive must be a list. Begin each line"),
    ("    positive: [good]\n", "    positive: [good, good]\n", 'positive names "good" twice'),
    ("    positive: [good]\n", "    positive: [[good]]\n", "must be a list of plain words"),
    ("    required: true\n", "    required: maybe\n", "required must be true or false"),
    ("    minimum: 0\n", "    required: true\n    minimum: 0\n", 'and so is question "days"'),
    ("    minimum: 0\n", "    publish_min_base: 9\n    minimum: 0\n", "from 10 to 1000"),
    ("    minimum: 0\n", "", 'question "days" has no minimum. Add minimum.'),
    ("minimum: 0", "minimum: -1", "minimum must be a whole number from 0"),
    ("minimum: 0", "minimum: 0.5", "minimum must be a whole number from 0"),
    ("minimum: 0", "minimum: 6000", "maximum must be greater than minimum"),
    ("bands: [0, 1, 2, 10]", "bands: [1, 2, 10]", "bands must begin with 0, rise, and end at most"),
    ("bands: [0, 1, 2, 10]", "bands: [0, 2, 1]", "bands must begin with 0, rise, and end at most"),
    ("bands: [0, 1, 2, 10]", "bands: [0, 5001]", "end at most at 5000"),
    ("bands: [0, 1, 2, 10]", "bands: [0, few]", "bands must be a list of whole numbers"),
    ("bands: [0, 1, 2, 10]", "bands: []", "bands must be a list. Begin each line"),
    ("    max_length: 20\n", "", 'question "advice" has no max_length. Add max_length.'),
    ("max_length: 20", "max_length: 1990", "brings all texts to 2040 characters. Lower max_length"),
    ("question: visit", "question: visitt", "no earlier question with options. Did you mean vis"),
    ("question: visit", "question: manner", "no earlier question with options. Known here: visit"),
    ("question: visit", "question: rooms", "no earlier question with options"),
    ("any_of: [yes]", "any_of: [yess]", 'which is no option of "visit". Did you mean yes?'),
    ("      any_of: [yes]\n", "", 'ask_if of question "rooms" has no any_of. Add any_of.'),
    ("      question: visit\n", "", 'ask_if of question "rooms" has no question. Add question.'),
    ("ask_if: {question: rooms, any_of: [kitchen]}", "ask_if: rooms", "must be a block"),
    (
        "    required: true\n",
        "    required: true\n    ask_if: {question: visit, any_of: [yes]}\n",
        'question "manner" is required and has ask_if. Remove one of them.',
    ),
]


@pytest.mark.parametrize(("right", "wrong", "told"), FAULTS, ids=[wrong for _, wrong, _ in FAULTS])
def test_a_faulty_file_is_told_what_to_do(
    tmp_path: Path, right: str, wrong: str, told: str
) -> None:
    assert right in SMALL
    assert any(told in fault for fault in faults(tmp_path, SMALL.replace(right, wrong, 1)))


def test_a_broken_question_does_not_blame_the_others(tmp_path: Path) -> None:
    content = SMALL.replace("- id: advice", "- just: words\n  - id: advice")
    told = faults(tmp_path, content)
    line = line_of(content, "  - just: words")
    assert [fault.split(": ", 1)[1].split(".")[0] for fault in told] == [
        *(f"question 6 has no {key}" for key in ("id", "short", "text", "theme", "type")),
        'question 6 has the unknown key "just"',
    ]
    assert all(f", line {line}: " in fault for fault in told)


def test_the_example_in_the_guide_can_be_read(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs/questionnaires.md").read_text()
    example = guide.split("```yaml\n")[1].split("```")[0]
    edition = load(write_questionnaire(tmp_path, example, "example/1.yaml"))
    assert [q.type for q in edition.questions] == ["single", "scale"]
