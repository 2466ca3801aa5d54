"""How far each language is."""

from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import pytest
from babel.messages.pofile import read_po, write_po

from app.lib import catalogues
from app.lib.i18n import LANGUAGES
from app.registry.tables import Signer
from app.translations.overview import Row, of_program, of_questionnaires, of_signers, overview
from tests.making.questionnaires import SMALL, shelve, write_questionnaire
from tests.making.registry import NOW, described


def by_language(rows: list[Row]) -> dict[str, Row]:
    return {row.language: row for row in rows}


@pytest.fixture
def locales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of catalogues in the place of the program's own: Kazakh, and Uzbek begun."""
    for language in ("kk", "uz"):
        folder = tmp_path / "locales" / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        content = catalogues.path_of("kk").read_bytes()
        (folder / "messages.po").write_bytes(content.replace(b"Language: kk", b"Language: uz"))
    monkeypatch.setattr(catalogues, "shipped", lambda name: tmp_path / name)
    return tmp_path / "locales"


def test_the_program_is_complete_in_every_live_language() -> None:
    rows = overview()
    assert {row.language for row in rows} == set(LANGUAGES)
    behind = {row.language: row.standing for row in rows if row.standing.percent < 100}
    assert behind == {}


def test_a_guess_is_stale_and_a_message_that_nobody_translated_is_missing(locales: Path) -> None:
    path = locales / "kk" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalog = read_po(file, locale="kk")
    guessed, empty, gone = [message.id for message in catalog if message.id][:3]
    catalog[guessed].flags.add("fuzzy")
    catalog[empty].string = ""
    catalog.delete(gone)
    with path.open("wb") as file:
        write_po(file, catalog)
    standing = by_language(list(of_program()))["kk"].standing
    assert [place.partition(": ")[2] for place in standing.stale] == [guessed]
    assert {place.partition(": ")[2] for place in standing.missing} == {empty, gone}
    assert all(place.startswith("app/") for place in standing.stale + standing.missing)
    assert standing.percent == 99


def test_a_language_that_nobody_can_choose_is_shown_and_is_not_live(locales: Path) -> None:
    assert locales.exists()
    rows = by_language(list(of_program()))
    assert rows["kk"].is_live
    assert not rows["uz"].is_live
    assert overview()[-1].language == "uz"


def test_questionnaires_are_added_up(tmp_path: Path) -> None:
    shelve(tmp_path)
    content = SMALL.replace("name: small", "name: large").replace("      kk: Days?\n", "")
    write_questionnaire(tmp_path, content, "large/1.yaml")
    rows = by_language(list(of_questionnaires(tmp_path)))
    kazakh = rows["kk"].standing
    assert (kazakh.texts, kazakh.done, len(kazakh.stale), len(kazakh.missing)) == (46, 23, 22, 1)
    assert rows["en"].standing.percent == 100


def test_signers_are_behind_where_one_language_changed_alone() -> None:
    texts = described()["signers"]["minister"]["texts"]
    later = texts | {"ru": texts["ru"] | {"words": "Ответьте."}, "kk": texts["kk"] | {"name": ""}}
    versions = [signed(texts), signed(later, still_fit=["en"])]
    rows = by_language(list(of_signers([("geti", {"minister": versions})])))
    assert rows["ky"].standing.stale == ["geti, minister: words"]
    assert rows["kk"].standing.missing == ["geti, minister: name"]
    assert {rows[language].standing.percent for language in ("ru", "en")} == {100}


def signed(texts: dict[str, dict[str, str]], still_fit: Sequence[str] = ()) -> Signer:
    return Signer(
        inspectorate_id=uuid4(),
        role="minister",
        version=1,
        email="",
        texts=texts,
        written_at=NOW,
        still_fit=[*still_fit],
    )
