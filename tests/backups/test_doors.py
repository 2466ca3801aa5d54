"""After a restore: the doors that older keys would open again, and what was on its way."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from app.accounts import audit, chain, holding, tokens
from app.accounts.tables import Token
from app.backups import making
from app.backups.restoring import restore
from app.cli.examining import examine
from app.lib import clock as time
from app.publications.webhooks import managing
from app.publications.webhooks.managing import Wanted
from app.publications.webhooks.signing import Vault
from app.registry.archive.verifying import verify
from app.work import endings, webhooks
from tests.backups.conftest import MORNING, Typed
from tests.browsing import browsing
from tests.faults.house import environment
from tests.installation import Installation
from tests.making.accounts import make_cookie, make_person, make_token
from tests.making.backups import sources, targets
from tests.making.registry import make_fields
from tests.making.webhooks import receiving, status

SENT = make_fields().model_dump(mode="json")
ACT = {name: value for name, value in SENT.items() if value is not None}
KEY = {"Idempotency-Key": '"8e03978e-40d5-43e8-bc93-6894a57f9324"'}


async def backed_up(geti: Installation) -> Path:
    return await making.make(sources(geti.wiring), geti.folder / "backups", time.now())


async def come_back(again: Installation, made: Path) -> None:
    await restore(targets(again.wiring), made, time.now())


async def called(where: Installation, token: str, **more: str) -> tuple[int, Any]:
    """What the API answers to the same act."""
    headers = {"Authorization": f"Bearer {token}", **more}
    async with browsing(where.wiring.settings) as system:
        reply = await system.post("/api/v1/inspections", json=ACT, headers=headers)
    return reply.status_code, reply.json()


async def test_no_token_is_taken_until_somebody_has_looked_through_them(
    geti: Installation, again: Installation
) -> None:
    token = await make_token(geti.wiring.people, geti.inspectorate.id, now=time.now())
    made = await backed_up(geti)
    async with geti.wiring.people.transaction() as session:  # the backup cannot know of it
        [there] = await session.exec(select(Token))
        await tokens.revoke(session, there.id, time.now())
    assert (await called(geti, token))[0] == 401
    await come_back(again, made)
    assert (await called(again, token))[0] == 503
    found = await examine(again.wiring.settings, environment(again.wiring.settings))
    assert [one.level for one in found if one.name == "people and tokens"] == ["ERROR"]
    async with again.wiring.people.transaction() as session:
        [there] = await session.exec(select(Token))
        await tokens.revoke(session, there.id, time.now())
        assert await holding.resume(session)
    assert (await called(again, token))[0] == 401
    found = await examine(again.wiring.settings, environment(again.wiring.settings))
    assert not [one for one in found if one.name == "people and tokens"]


async def test_a_call_that_is_repeated_after_a_restore_adds_nothing(
    geti: Installation, again: Installation
) -> None:
    """Its reply is not in the backup; the act itself is known by its number."""
    token = await make_token(geti.wiring.people, geti.inspectorate.id, now=time.now())
    assert (await called(geti, token, **KEY))[1]["outcome"] == "added"
    await come_back(again, await backed_up(geti))
    async with again.wiring.people.transaction() as session:
        await holding.resume(session)
    assert (await called(again, token, **KEY))[1]["outcome"] == "unchanged"


async def test_who_was_signed_in_signs_in_again(geti: Installation, again: Installation) -> None:
    person = await make_person(geti.wiring.people)
    cookie = await make_cookie(geti.wiring.people, person, time.now())
    await come_back(again, await backed_up(geti))
    async with browsing(again.wiring.settings) as browser:
        browser.cookies.set("pikir", cookie)
        assert (await browser.get("/staff/")).headers["location"] == "/staff/sign-in"


async def test_the_trail_says_that_it_was_restored_and_is_one_chain(
    geti: Installation, again: Installation
) -> None:
    async with geti.wiring.people.transaction() as session:
        audit.record(session, None, "made a link", "before")
    made = await backed_up(geti)
    await come_back(again, made)
    async with again.wiring.people.reading() as session:
        found = await chain.verify(session)
    assert (found.fault, found.head.number) == (None, 2)


async def test_records_that_were_closed_stay_what_was_written(
    geti: Installation, again: Installation
) -> None:
    await geti.record((MORNING - timedelta(days=1)).date(), 3)
    time.step_to(MORNING + timedelta(days=160))
    await endings.erase_addresses(geti.wiring, time.now())
    assert await endings.close_quarters(geti.wiring, time.now()) == 1
    await come_back(again, await backed_up(geti))
    async with again.wiring.people.reading() as session:
        assert [one.is_right async for one in verify(session)] == [True]
    assert await endings.close_quarters(again.wiring, time.now()) == 0


@pytest.mark.parametrize("went_out", [False, True])
async def test_a_message_to_another_system_comes_again_under_its_old_name(
    geti: Installation, again: Installation, went_out: bool
) -> None:
    """So a receiver that had it already knows it again."""
    vault = Vault(geti.wiring.settings.pepper)
    async with receiving() as receiver:
        async with geti.wiring.people.transaction() as session:
            wanted = Wanted(receiver.url, None)
            await managing.add(session, vault, wanted, time.now(), is_demo=True)
            [told] = await managing.every(session)
            await managing.try_out(session, told.webhook.id, time.now())
        made = await backed_up(geti)
        if not went_out:
            receiver.behaviours = [status(500)]
        await webhooks.tell(geti.wiring, time.now())
        await come_back(again, made)
        await webhooks.tell(again.wiring, time.now())
    assert len({one.headers["webhook-id"] for one in receiver.received}) == 1
    assert len(receiver.received) == 2


async def test_what_is_typed(geti: Installation, typed: Typed) -> None:
    made = json.loads((await typed("backup", str(geti.folder / "kept"), "--json")).output)["backup"]
    assert (await typed("token", "resume")).output == "Tokens are taken already.\n"
    said = await typed("restore", made, "--replace")
    assert "NO TOKEN IS TAKEN" in said.output, said.output
    assert (await typed("token", "resume")).output == "Tokens are taken again.\n"
