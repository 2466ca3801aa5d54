"""Signing in and out, and the link that sets a password."""

from dataclasses import replace

import httpx
import pytest

from app.accounts import links
from app.accounts.roles import ADMINISTRATOR
from app.accounts.tables import Person
from app.lib import clock
from app.lib.db import Database
from app.settings import Settings
from tests.browsing import browsing
from tests.making.accounts import PASSWORD, code, make_cookie, make_person
from tests.pages import read, words

EMAIL = "aida@geti.kg.example"
RIGHT = {"email": EMAIL, "password": PASSWORD}
ENGLISH = {"lang": "en"}


async def with_password(people: Database) -> Person:
    person = await make_person(people, EMAIL)
    return await links.set_password(people, await link(people, person), PASSWORD, clock.now())


async def link(people: Database, person: Person) -> str:
    async with people.transaction() as session:
        return await links.make(session, person, clock.now())


async def test_the_right_password_opens_the_staff_pages(
    people: Database, browser: httpx.AsyncClient
) -> None:
    await with_password(people)
    page = read((await browser.get("/staff/sign-in", params=ENGLISH)).text)
    assert page.h1
    assert page.h1.text == "Sign in to Pikir"
    reply = await browser.post("/staff/sign-in", data=RIGHT)
    assert (reply.status_code, reply.headers["location"]) == (303, "/staff/")
    home = await browser.get("/staff/")
    assert home.status_code == 200
    assert home.headers["cache-control"] == "no-store"
    again = await browser.get("/staff/sign-in")
    assert (again.status_code, again.headers["location"]) == (303, "/staff/")


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    people: Database, browser: httpx.AsyncClient
) -> None:
    await with_password(people)
    reply = await browser.post("/staff/sign-in", data=RIGHT)
    name, *attributes = reply.headers["set-cookie"].split("; ")
    assert name.startswith("pikir=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} == set(attributes)


async def test_with_https_the_cookie_belongs_to_this_host_alone(
    people: Database, settings: Settings
) -> None:
    await with_password(people)
    secure = replace(settings, base_url="https://pikir.test")
    async with browsing(secure) as browser:
        reply = await browser.post("/staff/sign-in", data=RIGHT)
        cookie = reply.headers["set-cookie"]
        assert cookie.startswith("__Host-pikir=")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
        sent = {"Cookie": cookie.split("; ")[0]}
        assert (await browser.get("/staff/", headers=sent)).status_code == 200


async def test_unknown_and_mistyped_are_answered_alike(
    people: Database, browser: httpx.AsyncClient
) -> None:
    await with_password(people)
    await make_person(people, "without.password@geti.kg.example")
    replies = [
        await browser.post("/staff/sign-in", params=ENGLISH, data={"email": email, "password": "x"})
        for email in (EMAIL, "nobody@geti.kg.example", "without.password@geti.kg.example", "")
    ]
    pages = [words(read(reply.text)) for reply in replies]
    assert {reply.status_code for reply in replies} == {422}
    assert len(set(pages)) == 1
    assert "do not belong together" in pages[0]
    assert str(read(replies[0].text).title).startswith("<title>Error: ")
    assert all("set-cookie" not in reply.headers for reply in replies)


async def test_what_was_typed_is_kept_but_never_the_password(
    people: Database, browser: httpx.AsyncClient
) -> None:
    typed = {"email": '"><b>aida', "password": "a wrong one"}
    page = read((await browser.post("/staff/sign-in", data=typed)).text)
    assert page.select_one("#email")["value"] == typed["email"]  # type: ignore[index]
    assert page.select_one("#password")["value"] == ""  # type: ignore[index]


async def test_guessing_ends_after_ten_times_even_with_the_right_password(
    people: Database, browser: httpx.AsyncClient
) -> None:
    await with_password(people)
    for _guess in range(10):
        wrong = await browser.post("/staff/sign-in", data={"email": EMAIL, "password": "x"})
        assert wrong.status_code == 422
    reply = await browser.post("/staff/sign-in", data=RIGHT)
    assert reply.status_code == 429
    read(reply.text)


async def test_signing_out_ends_the_session_for_good(
    people: Database, browser: httpx.AsyncClient
) -> None:
    cookie = await make_cookie(people, await make_person(people), clock.now())
    browser.cookies.set("pikir", cookie)
    assert (await browser.get("/staff/")).status_code == 200
    reply = await browser.post("/staff/sign-out")
    assert (reply.status_code, reply.headers["location"]) == (303, "/staff/sign-in")
    browser.cookies.set("pikir", cookie)  # whoever kept a copy
    again = await browser.get("/staff/")
    assert (again.status_code, again.headers["location"]) == (303, "/staff/sign-in")


async def test_a_cookie_brought_along_never_becomes_the_session(
    people: Database, browser: httpx.AsyncClient
) -> None:
    await with_password(people)
    planted = await make_cookie(people, await make_person(people, "m@x.example"), clock.now())
    browser.cookies.set("pikir", planted, domain="pikir.test", path="/")
    await browser.post("/staff/sign-in", data=RIGHT)
    assert browser.cookies["pikir"] != planted
    browser.cookies.set("pikir", planted, domain="pikir.test", path="/")
    assert (await browser.get("/staff/")).status_code == 303  # nor does it stay one


async def test_setting_a_password_ends_the_session_of_the_same_browser(
    people: Database, browser: httpx.AsyncClient
) -> None:
    before = await make_cookie(people, await make_person(people, "m@x.example"), clock.now())
    token = await link(people, await make_person(people))
    sent = {"Cookie": f"pikir={before}"}
    new = {"password": PASSWORD, "again": PASSWORD}
    await browser.post(f"/staff/set-password/{token}", data=new, headers=sent)
    browser.cookies.clear()
    assert (await browser.get("/staff/", headers=sent)).status_code == 303


async def test_looking_at_a_password_link_does_not_use_it(
    people: Database, browser: httpx.AsyncClient
) -> None:
    person = await make_person(people)
    token = await link(people, person)
    for _scanner in range(3):
        shown = await browser.get(f"/staff/set-password/{token}")
        assert shown.status_code == 200
        read(shown.text)
    new = {"password": PASSWORD, "again": PASSWORD}
    reply = await browser.post(f"/staff/set-password/{token}", data=new)
    assert (reply.status_code, reply.headers["location"]) == (303, "/staff/")
    assert (await browser.get("/staff/")).status_code == 200


async def test_a_password_link_works_once(people: Database, browser: httpx.AsyncClient) -> None:
    token = await link(people, await make_person(people))
    new = {"password": PASSWORD, "again": PASSWORD}
    await browser.post(f"/staff/set-password/{token}", data=new)
    again = await browser.post(f"/staff/set-password/{token}", data=new)
    assert again.status_code == 410
    assert (await browser.get(f"/staff/set-password/{token}")).status_code == 410
    assert (await browser.get("/staff/set-password/made-up")).status_code == 410


async def test_a_password_that_is_refused_says_why_and_leaves_the_link_good(
    people: Database, browser: httpx.AsyncClient
) -> None:
    person = await make_person(people)
    async with people.transaction() as session:
        (await session.get_one(Person, person.id)).language = "en"
    token = await link(people, person)
    for new, sentence in (
        ({"password": "short", "again": "short"}, "12 characters or more"),
        ({"password": PASSWORD, "again": "something else"}, "are not the same"),
        ({}, "12 characters or more"),
    ):
        reply = await browser.post(f"/staff/set-password/{token}", data=new)
        assert reply.status_code == 422
        page = read(reply.text)
        assert sentence in words(page)
        assert page.select_one('.errors a[href="#password"]')
    assert (await browser.get(f"/staff/set-password/{token}")).status_code == 200


async def test_the_language_chosen_before_signing_in_stays(
    people: Database, browser: httpx.AsyncClient
) -> None:
    await with_password(people)
    asked = await browser.get("/staff/inspections?lang=kk")
    assert asked.headers["location"].startswith("/staff/sign-in?lang=kk&")
    await browser.post(asked.headers["location"], data=RIGHT)
    home = read((await browser.get("/staff/")).text)
    assert home.html
    assert home.html["lang"] == "kk"


async def test_after_signing_in_the_page_comes_that_was_wanted(
    people: Database, browser: httpx.AsyncClient
) -> None:
    await with_password(people)
    page = "/staff/inspections?of=geti&words=Aida+%D0%90"
    asked = await browser.get(page)
    at = asked.headers["location"]
    wrong = await browser.post(at, data=RIGHT | {"password": "x"})
    in_russian = read(wrong.text).select_one("header a[hreflang=ru]")
    assert in_russian
    reply = await browser.post(f"/staff/sign-in{in_russian['href']}", data=RIGHT)
    assert reply.headers["location"] == page
    assert (await browser.get(at)).headers["location"] == page  # signed in meanwhile


async def test_the_wanted_page_outlives_the_second_step(
    people: Database, browser: httpx.AsyncClient
) -> None:
    await make_person(people, EMAIL, role=ADMINISTRATOR, password=PASSWORD)
    half = await browser.post("/staff/sign-in?to=/staff/people", data=RIGHT)
    at = half.headers["location"]
    assert at == "/staff/sign-in/code?to=%2Fstaff%2Fpeople"
    shown = read((await browser.get(at)).text)
    kazakh = shown.select_one("header a[hreflang=kk]")
    assert kazakh
    done = await browser.post(
        f"/staff/sign-in/code{kazakh['href']}", data={"code": code(clock.now())}
    )
    assert done.headers["location"] == "/staff/people"
    home = read((await browser.get("/staff/")).text)
    assert home.html
    assert home.html["lang"] == "kk"


@pytest.mark.parametrize(
    "to",
    [
        "//evil.example/staff/",
        "/\\evil.example",
        "https://evil.example/staff/",
        "https:/staff/",
        "javascript:alert(1)",
        "/staff//evil.example",
        "/staff/../s/thanks",
        "/staff/%2e%2e/s/thanks",
        "/staff/%2F%2Fevil.example",
        "%2F%2Fevil.example",
        "/staff/\nSet-Cookie: a=b",
        "/staff/people\n",
        "/staffs/",
        "/ky/",
        "/staff/people?words=" + 1000 * "x",
        "",
    ],
)
async def test_signing_in_leads_to_no_other_place(
    people: Database, browser: httpx.AsyncClient, to: str
) -> None:
    await make_person(people, EMAIL, password=PASSWORD)
    reply = await browser.post("/staff/sign-in", params={"to": to}, data=RIGHT)
    assert (reply.status_code, reply.headers["location"]) == (303, "/staff/")


async def test_a_form_that_was_sent_is_not_gone_back_to(browser: httpx.AsyncClient) -> None:
    sent = await browser.post("/staff/people/new", data={"name": "x"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/staff/sign-in")


async def test_the_language_of_the_page_for_a_password_can_be_chosen_and_stays(
    people: Database, browser: httpx.AsyncClient
) -> None:
    at = f"/staff/set-password/{await link(people, await make_person(people))}"
    shown = read((await browser.get(at)).text)
    chosen = shown.select_one("header a[hreflang=ky]")
    assert chosen
    page = read((await browser.get(f"{at}{chosen['href']}")).text)
    assert page.html
    assert page.html["lang"] == "ky"
    await browser.post(f"{at}{chosen['href']}", data={"password": PASSWORD, "again": PASSWORD})
    home = read((await browser.get("/staff/")).text)
    assert home.html
    assert home.html["lang"] == "ky"
