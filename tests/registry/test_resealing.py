"""A new key for addresses: all are sealed with it, then the old one is needed no more."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from sqlmodel import select

from app.lib.db import Database
from app.registry.addresses import Addresses
from app.registry.resealing import reseal
from app.registry.tables import Inspection
from tests.making.registry import KEY, make_inspection, make_inspectorate

PEPPER = b"pepper" * 6
NEW = Fernet.generate_key().decode()


async def sealed(people: Database) -> list[bytes]:
    async with people.reading() as session:
        return [one for one in await session.exec(select(Inspection.email)) if one]


async def test_after_resealing_the_old_key_opens_nothing_and_the_new_one_all(
    people: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.registry.resealing._BATCH", 2)
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        for n in range(5):
            await make_inspection(session, geti, email=f"owner{n}@mail.kg")
        await make_inspection(session, geti, email=None)
    both, old, new = (Addresses(keys, PEPPER) for keys in ([KEY, NEW], [KEY], [NEW]))
    assert await reseal(people, both) == 5
    after = await sealed(people)
    assert {new.open(one) for one in after} == {f"owner{n}@mail.kg" for n in range(5)}
    for one in after:
        with pytest.raises(InvalidToken):
            old.open(one)
    assert await reseal(people, both) == 0
    assert await sealed(people) == after


def test_one_key_alone_is_the_newest() -> None:
    one = Addresses([KEY], PEPPER)
    assert not one.has_older_keys
    assert one.is_newest(one.seal("aida@mail.kg"))
