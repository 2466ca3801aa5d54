"""Newly entered addresses are judged by their domain before their letter goes out."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from app.lib.db import Database
from app.registry.inspectorates import by_slug
from app.registry.tables import DomainQuestion, Inspection
from app.wiring import Wiring
from app.work.domains import AT_ONCE, look_up
from tests.installation import make_settings
from tests.making.dns import NameServer, name_server
from tests.making.registry import make_inspection, make_inspectorate

NOW = datetime(2026, 8, 3, 6, tzinfo=UTC)
ZONE = {"mail.kg": {"MX": "10 mx.mail.kg."}, "web.kg": {}, "broken.kg": {"FAILS": ""}}


@pytest.fixture
async def server() -> AsyncIterator[NameServer]:
    async with name_server(ZONE) as server:
        yield server


@pytest.fixture
async def wiring(
    people: Database, ballots: Database, tmp_path: Path, server: NameServer
) -> AsyncIterator[Wiring]:
    wiring = Wiring(make_settings(people.url, ballots.url, tmp_path, "smtp://127.0.0.1:25"))
    wiring.resolver = server.resolver
    async with people.transaction() as session:
        await make_inspectorate(session)
    yield wiring
    await wiring.close()


async def enter(wiring: Wiring, **changes: Any) -> None:
    async with wiring.people.transaction() as session:
        geti = await by_slug(session, "geti")
        assert geti
        await make_inspection(session, geti, wiring.addresses, NOW, **changes)


async def flags(wiring: Wiring) -> dict[str, list[str]]:
    async with wiring.people.reading() as session:
        return {one.act_number: one.flags for one in await session.exec(select(Inspection))}


async def waiting(wiring: Wiring) -> int:
    async with wiring.people.reading() as session:
        return len((await session.exec(select(DomainQuestion))).all())


async def test_what_takes_no_mail_is_flagged_and_nothing_refused(wiring: Wiring) -> None:
    for number, email in (("1", "a@mail.kg"), ("2", "a@web.kg"), ("3", "a@nowhere.kg")):
        await enter(wiring, act_number=number, email=email)
    await enter(wiring, act_number="4", email=None)
    assert await look_up(wiring, NOW) == 3
    assert await flags(wiring) == {
        "1": [],
        "2": ["takes_no_mail"],
        "3": ["no_such_domain"],
        "4": [],
    }
    assert await waiting(wiring) == 0


async def test_other_flags_stay(wiring: Wiring) -> None:
    await enter(wiring, act_number="1", email="a@gmial.com")
    await look_up(wiring, NOW)
    assert await flags(wiring) == {"1": ["mistyped", "no_such_domain"]}


async def test_a_domain_is_asked_about_once_for_all_its_addresses(
    wiring: Wiring, server: NameServer
) -> None:
    await enter(wiring, email="a@mail.kg")
    await enter(wiring, email="b@mail.kg")
    await look_up(wiring, NOW)
    await enter(wiring, email="c@mail.kg")
    await look_up(wiring, NOW + timedelta(days=6))
    assert server.asked == [("mail.kg", "MX")]


async def test_what_nobody_would_say_is_asked_again(wiring: Wiring, server: NameServer) -> None:
    await enter(wiring, act_number="1", email="a@broken.kg")
    assert await look_up(wiring, NOW) == 0
    server.zone["broken.kg"] = {"MX": "0 ."}
    assert await look_up(wiring, NOW + timedelta(minutes=30)) == 0
    assert await look_up(wiring, NOW + timedelta(minutes=61)) == 1
    assert await flags(wiring) == {"1": ["takes_no_mail"]}


async def test_a_corrected_address_loses_its_flag(wiring: Wiring) -> None:
    await enter(wiring, act_number="1", email="a@nowhere.kg")
    await look_up(wiring, NOW)
    await enter(wiring, act_number="1", email="a@mail.kg")
    assert await waiting(wiring) == 1
    await look_up(wiring, NOW)
    assert await flags(wiring) == {"1": []}


async def test_many_domains_take_several_rounds(wiring: Wiring) -> None:
    for n in range(AT_ONCE + 3):
        await enter(wiring, email=f"a@nowhere-{n}.kg")
    assert [await look_up(wiring, NOW) for _round in range(3)] == [AT_ONCE, 3, 0]


async def test_records_that_get_no_letter_any_more_are_not_asked_about(wiring: Wiring) -> None:
    march = date(2026, 3, 20)
    days = {"act_date": march, "started_on": march, "finished_on": march}
    await enter(wiring, email="a@nowhere.kg", **days)
    assert await waiting(wiring) == 0


async def test_an_installation_may_ask_nobody(wiring: Wiring, server: NameServer) -> None:
    await enter(wiring, email="a@nowhere.kg")
    wiring.resolver = None
    assert await look_up(wiring, NOW) == 0
    assert server.asked == []
