"""The first page after signing in."""

from app.accounts.roles import ADMINISTRATOR, DIRECTOR, INSPECTOR, Role
from tests.pages import read, words
from tests.web.staff.conftest import Staff


async def links_of(staff: Staff) -> list[str]:
    page = read((await staff.browser.get("/staff/")).text)
    return [str(anchor["href"]) for anchor in page.select("main a")]


async def test_everybody_is_shown_what_they_can_do(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    assert await links_of(staff) == [
        "/staff/inspections/new?of=geti",
        "/staff/inspections?of=geti",
        "/staff/businesses",
    ]
    await staff.become(DIRECTOR, staff.consumer)
    assert await links_of(staff) == [
        "/staff/report/consumer",
        "/staff/registers?of=consumer",
        "/staff/remarks/consumer",
        "/staff/measures/consumer",
        "/staff/businesses",
    ]


async def test_every_way_that_is_shown_is_open(staff: Staff) -> None:
    for role in (INSPECTOR, DIRECTOR):
        await staff.become(role, staff.geti)
        for href in await links_of(staff):
            reply = await staff.browser.get(href, follow_redirects=True)
            assert reply.status_code == 200, href


async def test_an_administrator_finds_where_people_are_added(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    assert "/staff/people" in await links_of(staff)


async def test_without_a_role_the_page_says_whom_to_ask(staff: Staff) -> None:
    await staff.become(None)
    page = read((await staff.browser.get("/staff/")).text)
    assert "Ask your administrator" in words(page)


async def test_the_language_is_the_persons_own_and_stays(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    here = "/staff/inspections?of=geti&words=A-1"
    reply = await staff.browser.post("/staff/language", data={"language": "kk", "back": here})
    assert (reply.status_code, reply.headers["location"]) == (303, here)
    for asked in ("/staff/", "/staff/?lang=ru"):
        page = read((await staff.browser.get(asked, headers={"Accept-Language": "ru"})).text)
        assert page.html
        assert page.html["lang"] == "kk"


async def test_a_refusal_is_said_in_the_persons_language(staff: Staff) -> None:
    await staff.become(Role.INSPECTOR, staff.geti)
    await staff.browser.post("/staff/language", data={"language": "kk"})
    reply = await staff.browser.get("/staff/inspections?of=consumer")
    assert reply.status_code == 403
    page = read(reply.text)
    assert page.html
    assert page.html["lang"] == "kk"


async def test_changing_the_language_leads_to_our_own_pages_only(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    for back in ("https://evil.example/", "//evil.example", "/staff/\r\nX: y", "/ky/", ""):
        entered = {"language": "ru", "back": back}
        reply = await staff.browser.post("/staff/language", data=entered)
        assert reply.headers["location"] == "/staff/"


async def test_an_unknown_language_changes_nothing(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    await staff.browser.post("/staff/language", data={"language": "xx"})
    page = read((await staff.browser.get("/staff/")).text)
    assert page.html
    assert page.html["lang"] == "en"
