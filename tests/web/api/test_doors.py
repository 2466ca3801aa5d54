"""Who gets in: a token for each call, and what is said to whoever has none or a wrong one."""

import logging

import pytest
from sqlmodel import col, select, update

from app.accounts import tokens
from app.accounts.roles import ADMINISTRATOR
from app.accounts.tables import Token
from app.accounts.tokens import Scope
from app.lib.i18n import LANGUAGES
from tests.making.accounts import make_cookie, make_person
from tests.web.api.conftest import NOW, PATH, Systems, act

# Call -> the scope that it needs.
DOORS = {
    ("POST", PATH): Scope.WRITE,
    ("POST", f"{PATH}/batch"): Scope.WRITE,
    ("GET", PATH): Scope.READ,
    ("GET", f"{PATH}/2026/A-1"): Scope.READ,
}


@pytest.mark.parametrize("door", DOORS, ids=" ".join)
async def test_each_call_needs_its_scope(systems: Systems, door: tuple[str, str]) -> None:
    method, path = door
    for scope in Scope:
        headers = await systems.of(systems.geti, scope)
        reply = await systems.client.request(method, path, headers=headers)
        if scope == DOORS[door]:
            assert reply.status_code not in (401, 403)
        else:
            assert reply.status_code == 403
            assert f'scope="{DOORS[door]}"' in reply.headers["www-authenticate"]


@pytest.mark.parametrize("door", DOORS, ids=" ".join)
async def test_without_a_token_nothing_is_done(systems: Systems, door: tuple[str, str]) -> None:
    for header in ({}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer"}):
        reply = await systems.client.request(*door, headers=header)
        assert reply.status_code == 401
        assert reply.headers["www-authenticate"].startswith('Bearer realm="pikir"')
        assert reply.headers["content-type"] == "application/problem+json"


async def test_a_cookie_opens_nothing_here(systems: Systems) -> None:
    person = await make_person(systems.people, "a@pikir.example", role=ADMINISTRATOR)
    systems.client.cookies.set("pikir", await make_cookie(systems.people, person, NOW))
    assert (await systems.client.get(PATH)).status_code == 401


async def test_expired_revoked_and_unknown_tokens_are_all_the_same(systems: Systems) -> None:
    expired, revoked = await systems.of(systems.geti), await systems.of(systems.consumer)
    unknown = {**expired, "Authorization": f"Bearer {tokens._new()}"}
    async with systems.people.transaction() as session:
        for_geti = col(Token.inspectorate_id) == systems.geti.id
        await session.exec(update(Token).where(for_geti).values(expires_at=NOW))
        await session.exec(update(Token).where(~for_geti).values(revoked_at=NOW))
    replies = [
        await systems.client.get(PATH, headers=headers) for headers in (expired, revoked, unknown)
    ]
    assert {reply.status_code for reply in replies} == {401}
    assert len({reply.text for reply in replies}) == 1
    assert {reply.headers["www-authenticate"] for reply in replies} == {
        'Bearer realm="pikir", error="invalid_token"'
    }


async def test_guessing_is_slowed_down_and_who_holds_a_token_does_not_wait(
    systems: Systems,
) -> None:
    good = await systems.of(systems.geti)
    bad = {"Authorization": "Bearer pikir_guess"}
    statuses = [(await systems.client.get(PATH, headers=bad)).status_code for _ in range(12)]
    assert statuses == [401] * 10 + [429] * 2
    assert (await systems.client.get(PATH, headers=bad)).headers["retry-after"] == "300"
    assert (await systems.client.get(PATH, headers=good)).status_code == 200


async def test_the_last_use_is_known_by_its_day(systems: Systems) -> None:
    headers = await systems.of(systems.geti)
    for _again in range(2):
        await systems.client.get(PATH, headers=headers)
        async with systems.people.reading() as session:
            token = (await session.exec(select(Token))).one()
        assert token.last_used_on == NOW.date()


async def test_a_token_reaches_no_log(systems: Systems, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    headers = await systems.of(systems.geti)
    token = headers["Authorization"].removeprefix("Bearer ")
    caplog.clear()
    await systems.client.post(PATH, json=act(), headers=headers)
    await systems.client.get(PATH, headers={"Authorization": f"Bearer {token[:-1]}"})
    written = [record.getMessage() for record in caplog.records if record.name != "httpx"]
    assert token[:20] not in str(written)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/none", 404),
        ("GET", "/api/", 404),
        ("GET", "/api/v2/inspections", 404),
        ("PUT", PATH, 405),
        ("DELETE", f"{PATH}/2026/A-1", 405),
    ],
)
async def test_what_the_framework_refuses_is_a_problem_too(
    systems: Systems, method: str, path: str, status: int
) -> None:
    titles = set()
    for language in LANGUAGES:
        reply = await systems.client.request(method, path, headers={"Accept-Language": language})
        assert reply.status_code == status
        assert reply.headers["content-type"] == "application/problem+json"
        assert reply.headers["content-language"] == language
        assert reply.json()["status"] == status
        titles.add(reply.json()["title"])
        if status == 405:
            assert "GET" in reply.headers["allow"]
    assert len(titles) == len(LANGUAGES)


async def test_options_name_every_method(systems: Systems) -> None:
    allowed = (await systems.client.options(PATH)).headers["allow"]
    assert set(allowed.split(", ")) == {"GET", "OPTIONS", "POST"}


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"{}", "text/plain", 415),
        (b"{}", "", 415),
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b'{"a": "\xff"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 413),
        (b"[" * 60_000, "application/json", 400),
        (b'{"act_number": "\\ud800"}', "application/json", 400),
        (b'{"act_number": "\\u0000"}', "application/json", 422),
        (b'{"act_year": 1e999}', "application/json", 400),
        (b'{"act_year": ' + b"9" * 400 + b"}", "application/json; charset=utf-8", 422),
    ],
)
async def test_a_body_that_is_none_is_refused(
    systems: Systems, content: bytes, media_type: str, status: int
) -> None:
    headers = await systems.of(systems.geti)
    headers |= {"Content-Type": media_type} if media_type else {}
    reply = await systems.client.post(PATH, content=content, headers=headers)
    assert reply.status_code == status, reply.text
    assert reply.json()["status"] == status
