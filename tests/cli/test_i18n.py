"""What is typed about translations."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.ballots.boxes import BoxName
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from app.translations import overview
from tests.cli.conftest import Typed
from tests.making.ballots import make_box
from tests.making.questionnaires import SMALL, shelve, write_questionnaire
from tests.making.registry import make_inspectorate


@pytest.fixture
def surveys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of questionnaires in the place of the shipped ones."""
    shelve(tmp_path / "surveys")
    monkeypatch.setattr(overview, "shipped", lambda name: tmp_path / name)
    return tmp_path / "surveys"


async def test_every_language_of_the_program_is_complete(typed: Typed, people: Database) -> None:
    async with people.transaction() as session:
        await make_inspectorate(session)
    said = await typed("i18n", "status")
    assert said.exit_code == 0, said.output
    rows = [line.split() for line in said.output.splitlines()[1:]]
    assert [row[:2] for row in rows[:3]] == [
        ["Kyrgyz", kind] for kind in ("program", "questionnaires", "signers")
    ]
    assert {row[-1] for row in rows} == {"100"}
    assert len(rows) == 12


async def test_a_language_that_lags_is_named_with_its_first_places(
    typed: Typed, surveys: Path
) -> None:
    write_questionnaire(surveys, SMALL.replace("en: Days?", "en: How long?"))
    said = await typed("i18n", "status")
    assert said.exit_code == 1
    assert "kk, questionnaires, stale:\n  surveys/small/1.yaml, line" in said.output
    rows = json.loads((await typed("i18n", "status", "--json")).output)
    (kazakh,) = [row for row in rows if (row["language"], row["kind"]) == ("kk", "questionnaires")]
    assert (kazakh["texts"], kazakh["done"], kazakh["percent"]) == (23, 22, 95)
    assert kazakh["stale"][0].endswith('question "days": text')


async def test_without_an_installation_the_signers_are_left_out(
    typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PIKIR_DATABASE_URL")
    said = await typed("i18n", "status")
    assert said.exit_code == 0
    assert "signers" not in said.output


async def test_translations_are_accepted_by_name(typed: Typed, surveys: Path) -> None:
    path = str(write_questionnaire(surveys, SMALL.replace("en: Days?", "en: How long?")))
    refused = await typed("i18n", "accept", path)
    assert refused.exit_code == 1
    assert 'question "days": text (kk)' in refused.output
    place = 'question "days": text'
    accepted = await typed("i18n", "accept", path, place, "--language", "kk")
    assert accepted.output == "1 accepted\n"
    assert (await typed("i18n", "accept", path, place)).output == "2 accepted\n"
    assert (await typed("i18n", "status")).exit_code == 0


async def test_a_workbook_goes_out_and_comes_back(typed: Typed, surveys: Path) -> None:
    path = write_questionnaire(surveys, SMALL.replace("en: Days?", "en: How long?"))
    workbook = str(surveys / "kk.xlsx")
    sent = await typed("i18n", "export", str(path), "--language", "kk", "--out", workbook)
    assert sent.output.endswith("kk.xlsx: 1 to translate\n")
    answer(Path(workbook), 'question "days": text', "Қанша уақыт?")
    taken = await typed("i18n", "import", workbook, "--into", str(path))
    assert taken.exit_code == 0, taken.output
    assert "23 taken, of which 1 are new. surveys/small/1.yaml: kk 100 %" in taken.output
    assert "kk: Қанша уақыт?" in path.read_text()


async def test_rows_that_cannot_be_taken_are_listed_and_the_exit_status_says_so(
    typed: Typed, surveys: Path
) -> None:
    path = write_questionnaire(surveys, SMALL.replace("en: Days?", "en: How long?"))
    workbook = surveys / "kk.xlsx"
    await typed("i18n", "export", str(path), "--language", "kk", "--out", str(workbook))
    answer(workbook, 'question "visit": text', "=1+1")
    said = await typed("i18n", "import", str(workbook), "--into", str(path))
    assert said.exit_code == 1
    assert 'refused:\n  question "visit": text: is no text, but a formula' in said.output
    assert 'missing:\n  question "days": text' in said.output


async def test_nothing_is_translated_into_the_language_it_was_written_in(
    typed: Typed, surveys: Path
) -> None:
    path = str(surveys / "small" / "1.yaml")
    said = await typed("i18n", "export", path, "--language", "en", "--out", "en.xlsx")
    assert "was written in en: nothing to translate" in said.output


async def test_a_used_edition_is_never_changed(
    typed: Typed, surveys: Path, ballots: Database, tmp_path: Path
) -> None:
    path = surveys / "small" / "1.yaml"
    workbook = surveys / "kk.xlsx"
    await typed("i18n", "export", str(path), "--language", "kk", "--out", str(workbook))
    same = await typed("i18n", "import", str(workbook), "--into", str(path))
    assert same.exit_code == 0, same.output
    answer(workbook, 'question "days": text', "Қанша уақыт?")
    name = BoxName("geti", Quarter(2026, 3), "small", 1)
    await make_box(ballots, KeyFolder(tmp_path / "other-keys"), name=name)
    said = await typed("i18n", "import", str(workbook), "--into", str(path))
    assert said.exit_code == 1
    assert "has been used and never changes. Copy it to 2.yaml" in said.output
    assert path.read_text() == SMALL


async def test_without_an_installation_a_complete_edition_may_have_been_used(
    typed: Typed, surveys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PIKIR_DATABASE_URL")
    path = surveys / "small" / "1.yaml"
    workbook = surveys / "kk.xlsx"
    await typed("i18n", "export", str(path), "--language", "kk", "--out", str(workbook))
    answer(workbook, 'question "days": text', "Қанша уақыт?")
    words = ("i18n", "import", str(workbook), "--into", str(path))
    assert "nothing here knows whether it has been used" in (await typed(*words)).output
    assert "1 are new" in (await typed(*words, "--unused")).output


def answer(workbook: Path, place: str, words: str) -> None:
    """As a translator does."""
    book = load_workbook(workbook)
    (row,) = [row for row in book["texts"].iter_rows() if row[0].value == place]
    row[-2].value = words
    book.save(workbook)
