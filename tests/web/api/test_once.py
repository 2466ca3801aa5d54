"""A call that is repeated with its key acts once and gets the same reply."""

from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from sqlmodel import func, select

from app.accounts import kept
from app.accounts.kept import Call
from app.accounts.tables import KeptReply, Token
from app.lib import clock as the_clock
from app.registry.tables import Inspection
from tests.web.api.conftest import NOW, PATH, Systems, act

KEY = {"Idempotency-Key": '"8e03978e-40d5-43e8-bc93-6894a57f9324"'}


async def post(
    systems: Systems, headers: dict[str, str], sent: object, **more: str
) -> httpx.Response:
    return await systems.client.post(PATH, json=sent, headers=headers | KEY | more)


async def test_the_same_call_gets_the_same_reply_and_acts_once(systems: Systems) -> None:
    headers, sent = await systems.of(systems.geti), act()
    first = await post(systems, headers, sent)
    again = await post(systems, headers, sent)
    assert again.status_code == first.status_code == 201
    assert again.content == first.content
    assert again.headers["location"] == first.headers["location"]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    async with systems.people.reading() as session:
        assert (await session.exec(select(func.count()).select_from(Inspection))).one() == 1


async def test_quotation_marks_around_the_key_make_no_difference(systems: Systems) -> None:
    headers, sent = await systems.of(systems.geti), act()
    await post(systems, headers, sent)
    bare = {"Idempotency-Key": KEY["Idempotency-Key"].strip('"')}
    again = await systems.client.post(PATH, json=sent, headers=headers | bare)
    assert again.headers["idempotency-replayed"] == "true"


async def test_the_same_key_with_another_body_is_refused(systems: Systems) -> None:
    headers = await systems.of(systems.geti)
    await post(systems, headers, act())
    other = await post(systems, headers, act())
    assert other.status_code == 422
    assert other.json()["type"].endswith("#problem-key-reused")


async def test_the_same_key_at_another_address_is_another_call(systems: Systems) -> None:
    headers, sent = await systems.of(systems.geti), act()
    await post(systems, headers, sent)
    reply = await systems.client.post(f"{PATH}/batch", json=sent, headers=headers | KEY)
    assert reply.json()["type"].endswith("#problem-invalid")


async def test_a_key_belongs_to_its_token(systems: Systems) -> None:
    first = await post(systems, await systems.of(systems.geti), act())
    other = await post(systems, await systems.of(systems.consumer), act("KZ"))
    assert (first.status_code, other.status_code) == (201, 201)


async def test_while_it_is_worked_on_the_call_is_told_to_wait(systems: Systems) -> None:
    headers, sent = await systems.of(systems.geti), act()
    reply = await post(systems, headers, sent)
    async with systems.people.transaction() as session:
        [row] = await session.exec(select(KeptReply))
        row.status = None
    reply = await post(systems, headers, sent)
    assert reply.status_code == 409
    assert reply.json()["type"].endswith("#problem-in-progress")
    the_clock.step_to(NOW + timedelta(minutes=3))  # its process has died
    assert (await post(systems, headers, sent)).json()["outcome"] == "unchanged"


async def test_two_beginnings_of_one_call_are_one(systems: Systems) -> None:
    await systems.of(systems.geti)
    async with systems.people.transaction() as session:
        token = (await session.exec(select(Token))).one()
        call = Call.of(b"pepper", token.id, "key", b"body")
        assert await kept.begin(session, call, NOW) is None
        with pytest.raises(kept.InProgress):
            await kept.begin(session, call, NOW)


async def test_after_a_refusal_the_key_is_free_for_a_better_body(systems: Systems) -> None:
    headers = await systems.of(systems.geti)
    assert (await post(systems, headers, act(kind="x"))).status_code == 422
    assert (await post(systems, headers, act())).status_code == 201


async def test_a_reply_is_kept_for_a_day(systems: Systems) -> None:
    headers, sent = await systems.of(systems.geti), act()
    await post(systems, headers, sent)
    the_clock.step_to(NOW + timedelta(hours=24, minutes=1))
    reply = await post(systems, headers, sent)
    assert "idempotency-replayed" not in reply.headers
    assert reply.json()["outcome"] == "unchanged"


async def test_neither_key_nor_body_nor_address_is_kept(systems: Systems) -> None:
    headers = await systems.of(systems.geti)
    await post(systems, headers, act(email="owner.of.firm@mail.kg"))
    async with systems.people.reading() as session:
        [row] = await session.exec(select(KeptReply))
    assert (len(row.key), len(row.body)) == (32, 32)
    assert "owner.of.firm" not in row.content


@pytest.mark.parametrize("key", ['""', "", '"a', "a b", "ü", "x" * 256, 'a"b'])
async def test_what_is_no_key_is_named(systems: Systems, key: str) -> None:
    headers = await systems.of(systems.geti)
    asked = headers | {"Idempotency-Key": key}
    as_bytes = {name.encode(): value.encode() for name, value in asked.items()}
    reply = await systems.client.post(PATH, json=act(), headers=as_bytes)
    assert reply.status_code == 400
    assert reply.json()["errors"][0]["header"] == "Idempotency-Key"


def test_a_digest_tells_nothing_without_the_pepper() -> None:
    one, other = (Call.of(pepper, UUID(int=1), "k", b"body") for pepper in (b"a", b"b"))
    assert one.key != other.key
    assert one.body != other.body
