"""Those who sign say the same in every language, or their words are not taken."""

from collections.abc import Collection
from copy import deepcopy
from typing import Any
from uuid import uuid4

import pytest

from app.lib import clock
from app.lib.db import Database
from app.lib.i18n import LANGUAGES
from app.registry.inspectorates import add_from
from app.registry.keeping_step import LeftBehind, left_behind
from app.registry.signers import signers
from app.registry.tables import Signer
from tests.making.registry import NOW, described, make_inspectorate


def saying(field: str = "words", **changed: str) -> dict[str, Any]:
    """The description of GETI; its minister says something else in some languages."""
    description = described()
    minister = description["signers"]["minister"] = deepcopy(description["signers"]["minister"])
    for language, words in changed.items():
        minister["texts"][language][field] = words
    return description


def signed(version: int, still_fit: Collection[str] = (), **said: str) -> Signer:
    texts = {it: {"name": "A", "position": "minister", "words": "Answer."} for it in LANGUAGES}
    for language, words in said.items():
        texts[language]["words"] = words
    return Signer(
        inspectorate_id=uuid4(),
        role="minister",
        version=version,
        email="",
        texts=texts,
        still_fit=[*still_fit],
        written_at=NOW,
    )


async def test_words_that_change_in_one_language_only_are_refused(people: Database) -> None:
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
    with pytest.raises(LeftBehind, match="Кыргызча, Русский") as refused:
        async with people.transaction() as session:
            await add_from(session, saying(en="Answer soon.", kk="Тез жауап беріңіз."))
    assert refused.value.places == [("ky", "words"), ("ru", "words")]
    async with people.reading() as session:
        assert (await signers(session, geti, clock.now()))["minister"].version == 1


async def test_words_that_change_in_every_language_are_taken(people: Database) -> None:
    everywhere = {language: f"Answer soon ({language})." for language in LANGUAGES}
    async with people.transaction() as session:
        await make_inspectorate(session)
        added = await add_from(session, saying(**everywhere))
    assert added.changes == ["minister, version 2"]


async def test_words_that_are_said_to_fit_are_taken_and_that_is_kept(people: Database) -> None:
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        await add_from(session, saying(en="Do answer."), still_fit=("kk", "ky", "ru"))
        minister = (await signers(session, geti, clock.now()))["minister"]
    assert (minister.version, minister.still_fit) == (2, ["ky", "kk", "ru"])
    async with people.transaction() as session:
        assert (await add_from(session, saying(en="Do answer."))).changes == []


async def test_a_position_is_translated_and_a_name_is_not(people: Database) -> None:
    async with people.transaction() as session:
        await make_inspectorate(session)
        await add_from(session, saying("name", en="Aïda Asanova"))
        with pytest.raises(LeftBehind) as refused:
            await add_from(session, saying("position", ru="министр"))
    assert {field for _language, field in refused.value.places} == {"position"}


def test_a_language_stays_behind_until_it_changes_or_is_said_to_fit() -> None:
    first, second = signed(1), signed(2, en="Do answer.")
    behind = [("ky", "words"), ("kk", "words"), ("ru", "words")]
    assert left_behind([first]) == []
    assert left_behind([first, second]) == behind
    assert left_behind([first, second, signed(3, en="Do answer.")]) == behind
    assert left_behind([first, second, signed(3, en="Do answer.", still_fit=["ky", "kk"])]) == [
        ("ru", "words")
    ]
    assert left_behind([first, signed(2, en="Do\n answer.  "), second]) == behind


def test_other_spaces_are_no_other_words() -> None:
    assert left_behind([signed(1, en="Do answer."), signed(2, en=" Do\n answer.")]) == []
