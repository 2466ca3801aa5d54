"""A questionnaire's texts go to a translator and come back."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from app.lib.files import shipped
from app.lib.sources import digest
from app.questionnaires.loading import load_draft
from tests.making.questionnaires import SMALL, shelve, write_questionnaire
from tests.making.workbooks import brought_back, exported, filled_in

DAYS = 'question "days": text'
SHIPPED = sorted(shipped("surveys").glob("*/1.yaml"))
LONG = SMALL.replace("en: Days?", "en: How many days?")


def cells(workbook: Path, place: str) -> list[Any]:
    rows = load_workbook(workbook)["texts"].iter_rows(values_only=True)
    return list(next(row for row in rows if row[0] == place))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda it: it.parent.name)
@pytest.mark.parametrize("language", ["ky", "kk", "ru"])
def test_what_goes_out_and_comes_back_untouched_changes_nothing(
    tmp_path: Path, path: Path, language: str
) -> None:
    folder = tmp_path / path.parent.name
    folder.mkdir()
    for file in path.parent.iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    outcome = brought_back(exported(folder / "1.yaml", language), folder / "1.yaml")
    assert {name: (folder / name).read_bytes() for name in before} == before
    assert (outcome.missing, outcome.refused, outcome.changed()) == ([], [], [])
    assert len(outcome.texts) == len(load_draft(path).worded)


def test_a_language_that_is_translated_wholly_is_at_100_percent(tmp_path: Path) -> None:
    content = "\n".join(line for line in SMALL.splitlines() if " kk: " not in line) + "\n"
    path = write_questionnaire(tmp_path, content)
    workbook = exported(path)
    book = load_workbook(workbook)
    for number, row in enumerate(book["texts"].iter_rows(min_row=2)):
        assert row[-2].value is None
        row[-2].value = f'Мәтін: № {number} # «{number}», {{}} "бұл" \\'
    book.save(workbook)
    assert brought_back(workbook, path).refused == []
    draft = load_draft(path)
    assert draft.standing("kk").percent == 100
    assert draft.worded[1].text("kk") == 'Мәтін: № 1 # «1», {} "бұл" \\'
    without = [line for line in path.read_text().splitlines() if " kk: " not in line]
    assert without == content.splitlines()


def test_a_stale_text_stands_yellow_and_empty_beside_what_it_was(tmp_path: Path) -> None:
    shelve(tmp_path)
    workbook = exported(write_questionnaire(tmp_path, LONG))
    place, task, source, known, kyrgyz, russian, translation, remark = cells(workbook, DAYS)
    assert (place, source, known) == (DAYS, "How many days?", digest("How many days?"))
    assert task == "Түпнұсқа мәтін өзгерді. Бұрынғы аударма: Days?"
    assert (kyrgyz, russian, translation, remark) == ("Days?", "Days?", None, None)
    assert cells(workbook, 'question "visit": text')[-2] == "Visit?"


def test_a_stale_text_that_comes_back_empty_stays_stale(tmp_path: Path) -> None:
    shelve(tmp_path)
    path = write_questionnaire(tmp_path, LONG)
    outcome = brought_back(exported(path), path)
    assert outcome.missing == [DAYS]
    assert path.read_text() == LONG
    assert len(load_draft(path).standing("kk").stale) == 1


def test_only_the_line_of_a_translation_changes_and_comments_stay(tmp_path: Path) -> None:
    commented = LONG.replace("kk: Days?", "kk: Days? # how many").replace(
        "questions:", "\n# All\nquestions:"
    )
    shelve(tmp_path)
    path = write_questionnaire(tmp_path, commented)
    outcome = brought_back(filled_in(exported(path), days="Неше күн?"), path)
    assert path.read_text() == commented.replace("kk: Days? #", "kk: Неше күн? #")
    assert [worded.place for worded, _ in outcome.changed()] == [DAYS]
    assert load_draft(path).standing("kk").percent == 100
    assert load_draft(path).standing("ky").percent == 95


@pytest.mark.parametrize(
    "style",
    ['"Days?"', "'Days?'", ">-\n        Days?", "|\n        Days?\n", "Days\n        and nights?"],
)
def test_words_in_every_style_of_yaml_are_replaced(tmp_path: Path, style: str) -> None:
    content = LONG.replace("kk: Days?", f"kk: {style}")
    path = write_questionnaire(tmp_path, content)
    brought_back(filled_in(exported(path), days="Неше күн: бес пе?"), path)
    assert path.read_text() == content.replace(
        f"kk: {style}".rstrip("\n"), 'kk: "Неше күн: бес пе?"'
    )


def test_words_are_added_after_a_bare_key(tmp_path: Path) -> None:
    for bare in ("kk:\n", "kk: \n", 'kk: ""\n', "kk: # later\n"):
        content = LONG.replace("      kk: Days?\n", f"      {bare}")
        path = write_questionnaire(tmp_path, content)
        brought_back(filled_in(exported(path), days="Неше күн?"), path)
        assert load_draft(path).questionnaire.question("days").text["kk"] == "Неше күн?"


def test_words_are_added_in_a_flow_and_at_the_end_of_a_file(tmp_path: Path) -> None:
    flow = LONG.replace(
        "    text:\n      ky: Days?\n      kk: Days?\n      ru: Days?\n      en: How many days?\n",
        "    text: {en: How many days?, ru: Days?, ky: Days?} # short\n",
    )
    assert flow != LONG
    path = write_questionnaire(tmp_path, f"\ufeff{flow}".replace("\n", "\r\n"))
    brought_back(filled_in(exported(path), days="Күн, апта"), path)
    assert b'ky: Days?, kk: "\xd0' in path.read_bytes()
    assert b"} # short\r\n" in path.read_bytes()
    assert path.read_bytes().startswith("\ufeff".encode())
    assert load_draft(path).questionnaire.question("days").text["kk"] == "Күн, апта"


def test_a_row_whose_source_has_changed_meanwhile_is_refused_and_stays_stale(
    tmp_path: Path,
) -> None:
    path = shelve(tmp_path)
    workbook = filled_in(exported(path), days="Неше күн?", visit="Келді ме?")
    write_questionnaire(tmp_path, LONG)
    outcome = brought_back(workbook, path)
    assert outcome.refused == [f"{DAYS}: its source has changed since the export. Export it again."]
    assert [words for _, words in outcome.changed()] == ["Келді ме?"]
    assert [worded.place for worded, language in load_draft(path).stale() if language == "kk"] == [
        DAYS
    ]


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ('=HYPERLINK("https://x.example")', "is no text, but a formula"),
        (5, "is no text, but a formula, number"),
        ("а" * 301, "has 301 characters. Shorten it to 300."),
        ("Күн <b>неше</b>?", "must have the placeholders and markup of its source: none."),
        ("%(days)s күн", "must have the placeholders and markup of its source: none."),
    ],
)
def test_what_cannot_stand_there_is_refused_by_name(
    tmp_path: Path, words: str | int, problem: str
) -> None:
    path = shelve(tmp_path)
    outcome = brought_back(filled_in(exported(path), days=words), path)
    assert [it.startswith(f"{DAYS}: {problem}") for it in outcome.refused] == [True]
    assert path.read_text() == SMALL


def test_letters_of_another_language_are_refused(tmp_path: Path) -> None:
    path = shelve(tmp_path)
    outcome = brought_back(filled_in(exported(path, "ky"), days="Неше күн қалды?"), path)
    assert outcome.refused == [f"{DAYS}: has letters that Кыргызча (ky) does not have: қ."]


def test_placeholders_and_markup_of_the_source_must_come_back(tmp_path: Path) -> None:
    path = shelve(tmp_path, SMALL.replace("en: Days?", "en: '%(n)s <b>days</b>?'"))
    assert brought_back(filled_in(exported(path), days="Күн?"), path).refused
    taken = brought_back(filled_in(exported(path), days="<b>күн</b>: %(n)s"), path)
    assert taken.refused == []


def test_a_place_that_is_unknown_or_stands_twice_is_refused(tmp_path: Path) -> None:
    path = shelve(tmp_path)
    workbook = exported(path)
    book = load_workbook(workbook)
    book["texts"]["A3"].value = book["texts"]["A2"].value
    book["texts"]["A4"].value = "somewhere"
    book.save(workbook)
    outcome = brought_back(workbook, path)
    assert [it.split(":")[0] for it in outcome.refused] == ["row 3", "row 4"]
    assert len(outcome.missing) == 2


def test_remarks_of_the_translator_arrive(tmp_path: Path) -> None:
    path = shelve(tmp_path)
    workbook = exported(path)
    book = load_workbook(workbook)
    book["texts"]["H2"].value = "Бұл не?"
    book.save(workbook)
    assert brought_back(workbook, path).remarks == ["the questionnaire: title: Бұл не?"]


def test_only_the_translators_columns_can_be_written(tmp_path: Path) -> None:
    book = load_workbook(exported(shelve(tmp_path)))
    sheet = book["texts"]
    assert all(each.protection.sheet for each in book)
    assert [cell.protection.locked for cell in sheet[2]] == [True] * 6 + [False] * 2
    assert sheet.freeze_panes == "B2"
    (limit, *_) = sheet.data_validations.dataValidation
    assert (limit.type, limit.formula1) == ("textLength", "80")
    assert book.sheetnames == ["Қалай аудару керек", "texts", "Терминдер"]
    assert [cell.value for cell in book["Терминдер"][1]] == ["inspection", "тексеру"]


@pytest.mark.parametrize(
    ("language", "source", "place"),
    [("ky", "en", "Орду"), ("kk", "ru", "Орны"), ("ru", "kk", "Место"), ("en", "ru", "Place")],
)
def test_the_sheets_speak_the_translators_language(
    tmp_path: Path, language: str, source: str, place: str
) -> None:
    content = SMALL.replace("minutes: 2", f"minutes: 2\nsource: {source}")
    path = shelve(tmp_path, content)
    workbook = exported(path, language)
    assert load_workbook(workbook)["texts"]["A1"].value == place
    assert len(brought_back(workbook, path).texts) == 23
