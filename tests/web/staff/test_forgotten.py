"""“I forgot my password”."""

from statistics import median
from time import perf_counter

import httpx
import pytest
from sqlmodel import select

from app.accounts.tables import LetterWanted
from app.lib.db import Database
from tests.making.accounts import PASSWORD, make_person
from tests.pages import read, words

EMAIL = "aida@geti.kg.example"


async def ask(browser: httpx.AsyncClient, email: str) -> httpx.Response:
    return await browser.post("/staff/forgotten?lang=en", data={"email": email})


async def test_the_page_for_signing_in_leads_there(browser: httpx.AsyncClient) -> None:
    page = read((await browser.get("/staff/sign-in?lang=en")).text)
    assert page.select_one('a[href="/staff/forgotten"]')
    assert (await browser.get("/staff/forgotten")).headers["cache-control"] == "no-store"


async def test_a_letter_is_asked_for_and_nothing_is_told(
    people: Database, browser: httpx.AsyncClient
) -> None:
    await make_person(people, EMAIL, password=PASSWORD)
    await make_person(people, "without.password@geti.kg.example")
    addresses = (f" {EMAIL.upper()} ", "nobody@geti.kg.example", "without.password@geti.kg.example")
    replies = [await ask(browser, email) for email in addresses]
    assert {reply.status_code for reply in replies} == {200}
    assert len({reply.text for reply in replies}) == 1
    assert len({tuple(sorted(reply.headers.items())) for reply in replies}) == 1
    assert "a letter is on its way" in words(read(replies[0].text))
    async with people.reading() as session:
        wanted = (await session.exec(select(LetterWanted.email))).all()
    assert EMAIL in wanted
    assert len(wanted) == 3  # as much work for a stranger: that is looked at by the worker


async def test_a_stranger_waits_as_long_as_a_colleague(
    people: Database, browser: httpx.AsyncClient
) -> None:
    await make_person(people, EMAIL, password=PASSWORD)
    took: dict[str, list[float]] = {EMAIL: [], "nobody@geti.kg.example": []}
    for n in range(10):
        for email, times in took.items():
            browser.headers["X-Forwarded-For"] = f"203.0.113.{n}"
            began = perf_counter()
            reply = await ask(browser, email)
            times.append(perf_counter() - began)
            if reply.status_code == 429:
                times.pop()
    known, unknown = (median(times) for times in took.values())
    assert 1 / 3 < known / unknown < 3


async def test_one_network_asks_ten_times_in_five_minutes(browser: httpx.AsyncClient) -> None:
    for n in range(10):
        assert (await ask(browser, f"{n}@geti.kg.example")).status_code == 200
    refused = await ask(browser, EMAIL)
    assert refused.status_code == 429
    read(refused.text)


@pytest.mark.parametrize("email", ["", "aida", "a\0b@x.example", "a\r\nBcc: b@x.example"])
async def test_what_is_no_address_is_said_to_be_none(
    browser: httpx.AsyncClient, people: Database, email: str
) -> None:
    reply = await ask(browser, email)
    assert reply.status_code == 422
    assert read(reply.text).select_one('.errors a[href="#email"]')
    async with people.reading() as session:
        assert not (await session.exec(select(LetterWanted))).all()
