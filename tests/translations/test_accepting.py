"""Saying that translations fit, without a workbook."""

from pathlib import Path

import pytest

from app.lib.i18n import LANGUAGES
from app.questionnaires.loading import load_draft
from app.translations.accepting import Unnamed, accept_translations
from tests.making.questionnaires import SMALL, shelve, write_questionnaire


def left(path: Path) -> list[str]:
    return [f"{worded.place} {language}" for worded, language in load_draft(path).stale()]


def test_new_translations_are_accepted_in_one_language_or_in_all(tmp_path: Path) -> None:
    path = write_questionnaire(tmp_path)
    assert accept_translations(load_draft(path), ["kk"]) == 23
    assert {place.rpartition(" ")[2] for place in left(path)} == {"ky", "ru"}
    assert accept_translations(load_draft(path), LANGUAGES) == 46
    assert left(path) == []


def test_a_translation_that_may_have_been_forgotten_has_to_be_named(tmp_path: Path) -> None:
    shelve(tmp_path)
    content = SMALL.replace("en: Days?", "en: How many days?")
    content = content.replace("ru: Days?", "ru: Сколько дней?")
    path = write_questionnaire(tmp_path, content)
    with pytest.raises(Unnamed) as refused:
        accept_translations(load_draft(path), LANGUAGES)
    assert 'question "days": text (ky)' in str(refused.value)
    assert "(ru)" not in str(refused.value)
    assert len(left(path)) == 3
    assert accept_translations(load_draft(path), ["ru"]) == 1
    assert accept_translations(load_draft(path), LANGUAGES, ['question "days": text']) == 2
    assert left(path) == []


def test_an_unknown_place_is_refused(tmp_path: Path) -> None:
    path = shelve(tmp_path)
    with pytest.raises(Unnamed, match='no such place: question "day": text'):
        accept_translations(load_draft(path), LANGUAGES, ['question "day": text'])
