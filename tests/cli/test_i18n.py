"""What is typed about translations."""

import json
from pathlib import Path

import pytest

from app.lib.db import Database
from app.translations import overview
from tests.cli.conftest import Typed
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
