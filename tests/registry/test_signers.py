"""Who signs: versions, the one in force, and a draft."""

from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest

from app.lib import clock as time
from app.lib.db import Database
from app.lib.errors import Expired, Invalid
from app.lib.i18n import LANGUAGES
from app.registry import signers
from app.registry.describing import SignerDescription
from app.registry.keeping_step import LeftBehind
from app.registry.tables import Inspectorate
from tests.making.registry import NOW, described, make_inspectorate

TODAY = date(2026, 8, 3)


@pytest.fixture
async def geti(people: Database, clock: None) -> Inspectorate:
    time.step_to(NOW)
    async with people.transaction() as session:
        return await make_inspectorate(session)


def saying(words: str, *languages: str) -> SignerDescription:
    minister: dict[str, Any] = deepcopy(described()["signers"]["minister"])
    for language in languages or LANGUAGES:
        minister["texts"][language]["words"] = words
    return SignerDescription.model_validate(minister)


async def write(people: Database, geti: Inspectorate, words: str, day: date | None = None) -> None:
    async with people.transaction() as session:
        author = signers.Author()
        await signers.write_draft(session, geti, "minister", saying(words), author)
        if day:
            await signers.release(session, geti, "minister", day, None)


async def words_in_force(people: Database, geti: Inspectorate, days: int = 0) -> str:
    async with people.reading() as session:
        found = await signers.signers(session, geti, NOW + timedelta(days=days))
    return found["minister"].texts["ky"]["words"]


async def test_a_draft_is_not_in_force_until_it_is_put_there(
    people: Database, geti: Inspectorate
) -> None:
    await write(people, geti, "Кийинки")
    assert await words_in_force(people, geti) == "Please answer."
    async with people.transaction() as session:
        await signers.release(session, geti, "minister", TODAY, None)
    assert await words_in_force(people, geti) == "Кийинки"


async def test_writing_again_replaces_the_draft(people: Database, geti: Inspectorate) -> None:
    await write(people, geti, "Бир")
    await write(people, geti, "Эки")
    async with people.reading() as session:
        every = await signers.versions(session, geti, "minister")
    assert [(one.version, one.texts["ky"]["words"]) for one in every] == [
        (1, "Please answer."),
        (2, "Эки"),
    ]


async def test_a_successor_signs_from_their_day_on(people: Database, geti: Inspectorate) -> None:
    await write(people, geti, "Жаңы министр", TODAY + timedelta(days=10))
    await write(people, geti, "Эскинин оңдолгон сөзү", TODAY)
    assert await words_in_force(people, geti) == "Эскинин оңдолгон сөзү"
    assert await words_in_force(people, geti, days=9) == "Эскинин оңдолгон сөзү"
    assert await words_in_force(people, geti, days=10) == "Жаңы министр"


async def test_of_two_for_one_day_the_newer_one_counts(
    people: Database, geti: Inspectorate
) -> None:
    await write(people, geti, "Бир", TODAY)
    await write(people, geti, "Please answer.", TODAY)
    assert await words_in_force(people, geti) == "Please answer."


async def test_nothing_is_put_in_force_in_the_past(people: Database, geti: Inspectorate) -> None:
    await write(people, geti, "Бир")
    with pytest.raises(Invalid, match="today or a later day"):
        async with people.transaction() as session:
            await signers.release(session, geti, "minister", TODAY - timedelta(days=1), None)


async def test_a_draft_can_be_thrown_away_once(people: Database, geti: Inspectorate) -> None:
    await write(people, geti, "Бир")
    async with people.transaction() as session:
        await signers.discard(session, geti, "minister")
        assert await signers.draft_of(session, geti, "minister") is None
    async with people.transaction() as session:
        with pytest.raises(Expired):
            await signers.discard(session, geti, "minister")


async def test_a_draft_leaves_no_language_behind(people: Database, geti: Inspectorate) -> None:
    changed = saying("Do answer.", "en")
    async with people.transaction() as session:
        with pytest.raises(LeftBehind):
            await signers.write_draft(session, geti, "minister", changed, signers.Author())
        author = signers.Author(still_fit=["ky", "kk", "ru"])
        draft = await signers.write_draft(session, geti, "minister", changed, author)
    assert draft.still_fit == ["ky", "kk", "ru"]
