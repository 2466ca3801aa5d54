"""Faulty questionnaire files: every fault is told with its file, its line and its cure."""

from pathlib import Path

import pytest

from app.questionnaires.loading import Unreadable, load
from tests.making.questionnaires import SMALL, words, write_questionnaire


def faults(folder: Path, content: str) -> list[str]:
    with pytest.raises(Unreadable) as refused:
        load(write_questionnaire(folder, content))
    return str(refused.value).splitlines()


def line_of(content: str, words: str) -> int:
    return content[: content.index(words)].count("\n") + 1


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


THEMES = "themes:\n  conduct:\n" + words("Conduct", 4)
FAULTS = [
    ("scales:", "themes: conduct\nscales:", "themes must be a block. Begin each theme below"),
    (
        "scales:",
        THEMES.replace("conduct", "conduc") + "scales:",
        'the theme "conduct", which has no title among themes. Did you mean conduc?',
    ),
    (
        "scales:",
        f"{THEMES}  burden:\n{words('Burden', 4)}scales:",
        'no question has the theme "burden". Remove it.',
    ),
    (
        "scales:",
        THEMES.replace("      ", "    ").replace("    kk: Conduct\n", "") + "scales:",
        "themes has no Kazakh conduct. Add conduct.kk.",
    ),
    ("scales:", f"{THEMES}  Fair play:\n{words('Fair', 4)}scales:", "its name must be a to z"),
    ("name: small", "name: large", 'name is "large", but the folder is "small". Make them equal.'),
    ("name: small", "name: Small!", "name must be a to z, 0 to 9 and -"),
    ("name: small\n", "", "the questionnaire has no name. Add name."),
    ("edition: 1", "edition: 2", "the file of edition 2 must be named 2.yaml"),
    ("edition: 1", "edition: one", "edition must be a whole number from 1 to 9999"),
    ("minutes: 2", "minutes: [2]", "minutes must be a whole number from 1 to 60"),
    ("minutes: 2", "minutes: 2\nminutes: 3", '"minutes" stands here again, after line 3. Remove'),
    ("minutes: 2", "minute: 2", 'unknown key "minute". Did you mean minutes?'),
    (
        "minutes: 2",
        "minutes: 2\ncolour: red",
        "Known here: name, edition, title, minutes, themes, scales",
    ),
    ("  kk: A small questionnaire\n", "", "the questionnaire has no Kazakh title. Add title.kk."),
    ("  kk: A small questionnaire", "  kk:", "the questionnaire has no Kazakh title. Add title.kk"),
    ("  kk: A small questionnaire", "  kk: [a]", "the Kazakh title must be words"),
    ("  kk: A small questionnaire", f"  kk: {'a' * 81}", "has 81 characters. Shorten it to 80."),
    ("  kk: A small", "  de: Ein\n  kk: A small", 'unknown key "de". Known here: ky, kk, ru, en.'),
    ("en: Days?", f"en: {'a' * 301}", "the English text has 301 characters. Shorten it to 300."),
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
