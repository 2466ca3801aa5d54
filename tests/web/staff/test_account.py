"""One's own account: the second factor at its page and at the door, password, sessions."""

import re

import httpx
import pytest

from app.accounts import links
from app.accounts.roles import ADMINISTRATOR, DIRECTOR, INSPECTOR
from app.accounts.tables import Person
from app.lib import clock as time
from tests.making.accounts import PASSWORD, code, make_cookie, make_person
from tests.pages import read, words
from tests.web.staff.conftest import NOW, Staff

ACCOUNT, SET_UP, CODE = "/staff/account", "/staff/account/second-factor", "/staff/sign-in/code"


async def somebody(staff: Staff) -> Person:
    """An inspector with a password, signed in by it."""
    email = "aida@geti.kg.example"
    person = await make_person(
        staff.people, email, "Aida Asanova", INSPECTOR, staff.geti.id, PASSWORD
    )
    await enter(staff, email)
    return person


async def enter(staff: Staff, email: str = "aida@geti.kg.example") -> httpx.Response:
    return await staff.browser.post(
        "/staff/sign-in?lang=en", data={"email": email, "password": PASSWORD}
    )


async def set_up(staff: Staff) -> tuple[str, list[str]]:
    """The secret and the recovery codes."""
    page = read((await staff.browser.get(SET_UP)).text)
    sealed = page.select_one("[name=sealed]")
    (shown,) = page.select("ol .code")
    secret = shown.text.replace(" ", "")
    assert sealed
    form = {"sealed": str(sealed["value"]), "code": code(time.now(), secret)}
    done = await staff.browser.post(SET_UP, data=form)
    assert done.status_code == 200
    return secret, [each.text for each in read(done.text).select(".codes .code")]


async def test_a_second_factor_is_asked_for_from_then_on(staff: Staff) -> None:
    await somebody(staff)
    _secret, codes = await set_up(staff)
    assert len(codes) == 10
    await staff.browser.post("/staff/sign-out")
    half = await enter(staff)
    assert (half.status_code, half.headers["location"]) == (303, CODE)
    assert {"HttpOnly", "SameSite=lax"} <= set(half.headers["set-cookie"].split("; "))
    before = staff.browser.cookies["pikir"]
    assert (await staff.browser.get("/staff/")).headers["location"] == "/staff/sign-in"
    asked = await staff.browser.get(CODE)
    assert "Enter your code" in words(read(asked.text))
    wrong = await staff.browser.post(CODE, data={"code": "nonsense"})
    assert wrong.status_code == 422
    assert read(wrong.text).select_one('.errors a[href="#code"]')
    right = await staff.browser.post(CODE, data={"code": codes[0]})
    assert (right.status_code, right.headers["location"]) == (303, "/staff/")
    assert staff.browser.cookies["pikir"] != before
    assert (await staff.browser.get("/staff/")).status_code == 200


async def test_the_secret_must_be_the_one_that_was_shown(staff: Staff) -> None:
    await somebody(staff)
    other = await make_person(staff.people, "bakyt@geti.kg.example")
    page = read((await staff.browser.get(SET_UP)).text)
    sealed = str(page.select_one("[name=sealed]")["value"])  # type: ignore[index]
    for bad in ("", "zz", "00" * 60, sealed[:-2]):
        reply = await staff.browser.post(SET_UP, data={"sealed": bad, "code": "000000"})
        assert (reply.status_code, reply.headers["location"]) == (303, SET_UP)
    cookie = await make_cookie(staff.people, other, time.now())
    staff.browser.cookies.clear()
    staff.browser.cookies.set("pikir", cookie)
    reply = await staff.browser.post(SET_UP, data={"sealed": sealed, "code": "000000"})
    assert reply.status_code == 303  # sealed for somebody else


async def test_a_wrong_code_keeps_the_secret_that_is_in_the_telephone_already(
    staff: Staff,
) -> None:
    await somebody(staff)
    page = read((await staff.browser.get(SET_UP)).text)
    sealed = str(page.select_one("[name=sealed]")["value"])  # type: ignore[index]
    reply = await staff.browser.post(SET_UP, data={"sealed": sealed, "code": "12"})
    assert reply.status_code == 422
    assert page.select("ol .code")[0].text == read(reply.text).select("ol .code")[0].text


async def test_setting_it_up_twice_changes_nothing(staff: Staff) -> None:
    await somebody(staff)
    page = read((await staff.browser.get(SET_UP)).text)
    secret = page.select("ol .code")[0].text.replace(" ", "")
    form = {
        "sealed": str(page.select_one("[name=sealed]")["value"]),  # type: ignore[index]
        "code": code(time.now(), secret),
    }
    assert (await staff.browser.post(SET_UP, data=form)).status_code == 200
    assert (await staff.browser.post(SET_UP, data=form)).status_code == 409
    assert (await staff.browser.get(SET_UP)).headers["location"] == ACCOUNT


async def test_it_is_turned_off_with_password_and_code(staff: Staff) -> None:
    await somebody(staff)
    _secret, codes = await set_up(staff)
    wrong = {"its_password": "x", "code": codes[0]}
    refused = await staff.browser.post(f"{SET_UP}/off", data=wrong)
    assert refused.status_code == 422
    assert read(refused.text).select_one('.errors a[href="#its_password"]')
    right = {"its_password": PASSWORD, "code": codes[0]}
    assert (await staff.browser.post(f"{SET_UP}/off", data=right)).headers["location"] == ACCOUNT
    assert "It is off" in words(read((await staff.browser.get(ACCOUNT)).text))


async def test_a_new_password_by_link_does_not_get_around_it(staff: Staff) -> None:
    person = await somebody(staff)
    await set_up(staff)
    staff.browser.cookies.clear()
    async with staff.people.transaction() as session:
        token = await links.make(session, person, time.now())
    new = {"password": "five horses near the river", "again": "five horses near the river"}
    reply = await staff.browser.post(f"/staff/set-password/{token}", data=new)
    assert reply.headers["location"] == CODE
    assert (await staff.browser.get("/staff/")).status_code == 303


async def test_an_administrator_without_one_is_led_there_and_nowhere_else(staff: Staff) -> None:
    person = await staff.become(ADMINISTRATOR)
    assert (await staff.browser.get("/staff/tokens")).status_code == 200
    async with staff.people.transaction() as session:
        (await session.get_one(Person, person.id)).second_factor = None
    for reply in (
        await staff.browser.get("/staff/tokens"),
        await staff.browser.post("/staff/tokens", data={"name": "x"}),
    ):
        assert (reply.status_code, reply.headers["location"]) == (303, SET_UP)
    assert "Administrators need one" in words(read((await staff.browser.get("/staff/")).text))
    await set_up(staff)
    assert (await staff.browser.get("/staff/tokens")).status_code == 200


async def test_a_password_is_changed_by_who_knows_it_and_ends_the_other_sessions(
    staff: Staff,
) -> None:
    person = await somebody(staff)
    other = await make_cookie(staff.people, person, time.now())
    new = "five horses near the river"
    form = {"old": PASSWORD, "password": new, "again": new}
    for change, field in (
        ({"old": "wrong"}, "old"),
        ({"again": "else"}, "password"),
        ({"password": "short", "again": "short"}, "password"),
    ):
        reply = await staff.browser.post(f"{ACCOUNT}/password", data=form | change)
        assert reply.status_code == 422
        assert read(reply.text).select_one(f'.errors a[href="#{field}"]')
    assert (await staff.browser.post(f"{ACCOUNT}/password", data=form)).status_code == 303
    assert (await staff.browser.get(ACCOUNT)).status_code == 200
    staff.browser.cookies.clear()
    staff.browser.cookies.set("pikir", other)
    assert (await staff.browser.get("/staff/")).status_code == 303


async def test_who_found_an_open_session_cannot_guess_its_password(staff: Staff) -> None:
    await somebody(staff)
    form = {"old": "wrong", "password": "x" * 12, "again": "x" * 12}
    replies = [await staff.browser.post(f"{ACCOUNT}/password", data=form) for _n in range(11)]
    assert [reply.status_code for reply in replies] == [422] * 10 + [429]


async def test_sessions_are_listed_and_ended_one_by_one_or_all_others(staff: Staff) -> None:
    person = await somebody(staff)
    others = [await make_cookie(staff.people, person, NOW) for _n in range(3)]
    stranger = await make_person(staff.people, "bakyt@geti.kg.example")
    theirs = await make_cookie(staff.people, stranger, time.now())
    page = read((await staff.browser.get(ACCOUNT)).text)
    assert "this one, in use now" in words(page)
    names = [str(field["value"]) for field in page.select("[name=session]")]
    assert len(names) == 3
    assert not any(cookie in page.text for cookie in others)
    await staff.browser.post(f"{ACCOUNT}/sessions/end", data={"session": names[0]})
    assert await count(staff) == 3
    for nobodys in ("", "0" * 64):
        await staff.browser.post(f"{ACCOUNT}/sessions/end", data={"session": nobodys})
    assert await count(staff) == 3
    await staff.browser.post(f"{ACCOUNT}/sessions/end-others")
    assert await count(staff) == 1
    assert (await staff.browser.get("/staff/")).status_code == 200
    staff.browser.cookies.clear()
    staff.browser.cookies.set("pikir", theirs)
    assert (await staff.browser.get("/staff/")).status_code == 200


async def count(staff: Staff) -> int:
    page = read((await staff.browser.get(ACCOUNT)).text)
    return len(page.select('ul[aria-labelledby="sessions"] > li'))


@pytest.mark.parametrize("path", [ACCOUNT, SET_UP])
async def test_no_cache_keeps_it(staff: Staff, path: str) -> None:
    await somebody(staff)
    reply = await staff.browser.get(path)
    assert reply.headers["cache-control"] == "no-store"
    assert re.search(r"img-src 'self' data:", reply.headers["content-security-policy"])


async def test_a_director_chooses_which_letters_to_get(staff: Staff) -> None:
    await staff.become(DIRECTOR, staff.geti)
    page = read((await staff.browser.get(ACCOUNT)).text)
    assert len(page.select("[name=alerts][checked], [name=digest][checked]")) == 2
    done = await staff.browser.post(f"{ACCOUNT}/letters", data={"digest": "yes"})
    assert done.status_code == 303
    page = read((await staff.browser.get(ACCOUNT)).text)
    assert page.select("[name=digest][checked]")
    assert not page.select("[name=alerts][checked]")


async def test_others_are_written_none_and_asked_nothing(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    assert "Letters about results" not in words(read((await staff.browser.get(ACCOUNT)).text))
    assert (await staff.browser.post(f"{ACCOUNT}/letters", data={})).status_code == 403
