"""Letters to the staff."""

import re
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlmodel import select

from app.accounts import links, wanting
from app.accounts.roles import INSPECTOR
from app.accounts.signing_in import sign_in, who
from app.accounts.tables import LetterWanted, Person
from app.accounts.wanting import Wanted
from app.lib import clock as time
from app.lib.errors import Expired
from app.work import staff
from tests.installation import Installation
from tests.making.accounts import PASSWORD, PEPPER, attempted, make_cookie, make_person
from tests.making.mail import html, written

EMAIL = "aida@geti.kg.example"


async def make(geti: Installation, *, inspectorate: bool = False, language: str = "en") -> Person:
    database = geti.wiring.people
    role, where = (INSPECTOR, geti.inspectorate.id) if inspectorate else (None, None)
    person = await make_person(database, EMAIL, "Aida Asanova", role, where, PASSWORD)
    async with database.transaction() as session:
        (await session.get_one(Person, person.id)).language = language
    return person


async def ask(geti: Installation, what: Wanted = Wanted.PASSWORD, email: str = EMAIL) -> None:
    async with geti.wiring.people.transaction() as session:
        wanting.want(session, email, what, time.now())


async def written_letters(geti: Installation) -> int:
    count = await staff.write(geti.wiring, time.now())
    await geti.deliver()
    return count


def token(letter: EmailMessage) -> str:
    found = re.search(rf"{links.PATH}(\S+)", written(letter))
    assert found
    return found[1]


async def test_who_forgot_a_password_gets_a_link_that_sets_another_one(
    geti: Installation,
) -> None:
    person = await make(geti)
    database = geti.wiring.people
    cookie = await make_cookie(database, person, time.now())
    await ask(geti)
    assert await written_letters(geti) == 1
    (letter,) = geti.mailbox.letters
    assert letter["To"] == EMAIL
    assert letter["Subject"] == "A new password for Pikir"
    assert letter["From"] == "Pikir <pikir@pikir.test>"
    assert letter["List-Unsubscribe"] is None
    assert token(letter) in html(letter)
    assert token(letter) not in str(await rows(geti))
    new = "five horses near the river"
    await links.set_password(database, token(letter), new, time.now())
    assert await who(database, cookie, time.now()) is None
    assert await sign_in(database, PEPPER, attempted(EMAIL, new), time.now())
    with pytest.raises(Expired):
        await links.set_password(database, token(letter), new, time.now())


@pytest.mark.parametrize(
    ("what", "lasts"),
    [(Wanted.PASSWORD, timedelta(hours=24)), (Wanted.WELCOME, timedelta(days=7))],
)
async def test_a_link_lasts_as_long_as_its_letter_says(
    geti: Installation, what: Wanted, lasts: timedelta
) -> None:
    await make(geti)
    await ask(geti, what)
    began = time.now()
    await written_letters(geti)
    async with geti.wiring.people.reading() as session:
        for late in (timedelta(), lasts - timedelta(minutes=1)):
            await links.holder(session, token(geti.mailbox.letters[0]), began + late)
        with pytest.raises(Expired):
            late = lasts + timedelta(minutes=1)
            await links.holder(session, token(geti.mailbox.letters[0]), began + late)


async def test_an_inspectorates_own_people_get_it_from_their_inspectorate(
    geti: Installation,
) -> None:
    await make(geti, inspectorate=True)
    await ask(geti)
    await written_letters(geti)
    assert f"<{geti.inspectorate.sender}>" in geti.mailbox.letters[0]["From"]


@pytest.mark.parametrize("language", ["ky", "kk", "ru"])
async def test_letters_speak_their_readers_language(geti: Installation, language: str) -> None:
    person = await make(geti, language=language)
    for what in Wanted:
        await ask(geti, what)
    assert await written_letters(geti) == 3
    for letter in geti.mailbox.letters:
        assert person.name in written(letter)
        assert not re.search(r"\b(you|the|your)\b", written(letter), re.IGNORECASE)


async def test_strangers_and_people_who_left_get_nothing(geti: Installation) -> None:
    person = await make(geti)
    async with geti.wiring.people.transaction() as session:
        (await session.get_one(Person, person.id)).active = False
    await ask(geti)
    await ask(geti, email="nobody@geti.kg.example")
    await ask(geti, email="x" * 300)
    assert await written_letters(geti) == 0
    assert await rows(geti) == []


async def test_nobody_gets_more_than_five_a_day(geti: Installation) -> None:
    await make(geti)
    for _n in range(7):
        await ask(geti)
    assert await written_letters(geti) == 5
    await ask(geti)
    assert await written_letters(geti) == 0
    time.step_to(time.now() + timedelta(hours=24))
    await ask(geti)
    assert await written_letters(geti) == 1


async def test_the_link_of_the_newest_letter_is_the_only_one_that_works(
    geti: Installation,
) -> None:
    await make(geti)
    for _n in range(2):
        await ask(geti)
        await written_letters(geti)
    first, second = geti.mailbox.letters
    async with geti.wiring.people.reading() as session:
        await links.holder(session, token(second), time.now())
        with pytest.raises(Expired):
            await links.holder(session, token(first), time.now())


async def rows(geti: Installation) -> list[LetterWanted]:
    async with geti.wiring.people.reading() as session:
        return list(await session.exec(select(LetterWanted)))
