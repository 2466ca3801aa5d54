"""Editions on their way: which translations are done, stale or missing."""

from pathlib import Path

import pytest

from app.lib.i18n import LANGUAGES
from app.questionnaires.drafts import Draft
from app.questionnaires.loading import Unreadable, load_draft
from app.questionnaires.memory import Memory
from tests.making.questionnaires import SMALL, shelve, write_questionnaire


def changed(folder: Path, *pairs: tuple[str, str]) -> Draft:
    """SMALL was translated; then this was written in its place."""
    shelve(folder)
    content = SMALL
    for old, new in pairs:
        assert old in content
        content = content.replace(old, new)
    return load_draft(write_questionnaire(folder, content))


def test_texts_stand_in_the_order_of_the_file_with_their_places(tmp_path: Path) -> None:
    places = [worded.place for worded in changed(tmp_path).worded]
    assert places[:3] == [
        "the questionnaire: title",
        'option "bad" of scale "agreement": label',
        'option "fair" of scale "agreement": label',
    ]
    assert 'question "visit": text' in places
    assert 'option "none" of question "rooms": label' in places
    assert len(places) == len(set(places)) == 1 + 4 + 6 * 2 + 6


def test_a_finished_edition_is_done_in_every_language(tmp_path: Path) -> None:
    draft = changed(tmp_path)
    assert {draft.standing(language).percent for language in LANGUAGES} == {100}


def test_a_changed_source_is_stale_in_every_other_language(tmp_path: Path) -> None:
    draft = changed(tmp_path, ("en: Days?", "en: How many days?"))
    for language in ("ky", "kk", "ru"):
        standing = draft.standing(language)
        (place,) = standing.stale
        assert place.startswith(f"{tmp_path.name}/small/1.yaml, line ")
        assert place.endswith('question "days": text')
        assert (standing.done, standing.percent) == (22, 95)
    assert draft.standing("en").percent == 100


def test_other_spaces_in_the_source_make_nothing_stale(tmp_path: Path) -> None:
    draft = changed(
        tmp_path, ("en: A small questionnaire", "en: >-\n    A small\n    questionnaire")
    )
    assert list(draft.stale()) == []


def test_words_that_were_changed_by_hand_wait_for_somebody_to_accept_them(tmp_path: Path) -> None:
    draft = changed(tmp_path, ("kk: Days?", "kk: Неше күн?"))
    assert [(worded.place, language) for worded, language in draft.stale()] == [
        ('question "days": text', "kk")
    ]


def test_missing_words_leave_a_draft_readable_and_are_missing(tmp_path: Path) -> None:
    draft = changed(tmp_path, ("      kk: Days?\n", ""))
    assert len(draft.standing("kk").missing) == 1
    assert draft.standing("kk").percent == 95
    assert draft.standing("ky").percent == 100


@pytest.mark.parametrize("broken", [("      en: Days?\n", ""), ("minutes: 2", "minutes: 0")])
def test_a_draft_without_a_source_text_or_with_other_faults_is_unreadable(
    tmp_path: Path, broken: tuple[str, str]
) -> None:
    with pytest.raises(Unreadable, match=r"small/1\.yaml, line"):
        changed(tmp_path, broken)


def test_a_memory_is_written_in_order_and_read_again(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.learn("ru", "Yes", "Да")
    memory.learn("kk", "Yes", "Иә")
    memory.write()
    again = Memory(tmp_path)
    assert again.fits("kk", " Yes", "Иә\n")
    assert not again.fits("kk", "Yes!", "Иә")
    assert not again.fits("ky", "Yes", "Иә")
    assert again.has_seen("ru", "Да")
    assert not again.has_seen("kk", "Да")
    lines = [line for line in again.path.read_text().splitlines() if not line.startswith("#")]
    assert [line.split()[0] for line in lines] == ["kk", "ru"]
