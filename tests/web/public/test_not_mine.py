"""“Not my inspection”, from the letter to the ministry, past everybody else."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from app.accounts.roles import DIRECTOR, INSPECTOR, MINISTRY, Role
from app.invitations.tables import Denial
from app.lib import clock as time
from app.lib.db import Database
from app.registry.tables import Inspection
from app.work import endings
from tests.browsing import ORIGIN, browsing
from tests.installation import Installation, installation
from tests.making.accounts import make_cookie, make_person
from tests.making.mail import written
from tests.pages import read, words

MORNING = datetime(2026, 7, 21, 4, tzinfo=UTC)  # ten o'clock in Bishkek, a Tuesday
ERASED_ON = datetime(2026, 11, 16, 4, tzinfo=UTC)  # two days after the box has closed

pytestmark = pytest.mark.usefixtures("clock")


async def asked(geti: Installation) -> list[dict[str, str]]:
    """Two have their letter. Its small links, and the one to the survey."""
    time.step_to(MORNING)
    await geti.record(date(2026, 7, 20), 2)
    time.step_to(MORNING + timedelta(hours=24))
    await geti.write()
    found = []
    for letter in geti.mailbox.letters:
        own = [word for word in written(letter).split() if word.startswith(ORIGIN)]
        paths = [word.removeprefix(ORIGIN) for word in own]
        deny = next(path for path in paths if "/u/not-mine/" in path)
        stop = next(path for path in paths if "/u/" in path and path != deny)
        answer = next(path for path in paths if "/s/" in path)
        found.append({"answer": answer, "deny": deny, "stop": stop})
    return found


async def seen(browser: httpx.AsyncClient, path: str) -> list[tuple[int, bytes]]:
    """What looking, pressing and pressing again show."""
    replies = [await browser.get(path), await browser.post(path), await browser.post(path)]
    return [(reply.status_code, reply.content) for reply in replies]


async def become(
    geti: Installation, browser: httpx.AsyncClient, role: Role, name: str = "Ann"
) -> None:
    where = None if role is MINISTRY else geti.inspectorate.id
    person = await make_person(geti.wiring.people, f"{role}@x.example", name, role, where)
    browser.cookies.set("pikir", await make_cookie(geti.wiring.people, person, time.now()))


async def test_both_small_links_work_after_erasure_and_tell_nothing_of_answers(
    people: Database, ballots: Database, tmp_path: Path
) -> None:
    async with installation(people, ballots, tmp_path) as geti:
        one, other = await asked(geti)
        async with browsing(geti.wiring.settings) as browser:
            sent = await browser.post(one["answer"], data={"overall": "4"})
            assert sent.status_code == 303
            browser.cookies.clear()
            time.step_to(ERASED_ON)
            await endings.erase_letters(geti.wiring, time.now())
            await endings.erase_addresses(geti.wiring, time.now())
            for link in ("deny", "stop"):
                answered = await seen(browser, one[link])
                assert answered == await seen(browser, other[link])
                assert [status for status, _page in answered] == [200, 200, 200]
        async with people.reading() as session:
            assert len(list(await session.exec(select(Denial)))) == 2


@pytest.mark.parametrize("link", ["deny", "stop"])
async def test_the_pages_speak_every_language_and_look_without_acting(
    people: Database, ballots: Database, tmp_path: Path, link: str
) -> None:
    async with installation(people, ballots, tmp_path) as geti:
        path = (await asked(geti))[0][link].partition("?")[0]
        async with browsing(geti.wiring.settings) as browser:
            for language in ("ky", "kk", "ru", "en"):
                looked = await browser.get(path, params={"lang": language})
                assert looked.headers["referrer-policy"] == "strict-origin"
                assert looked.headers["cache-control"] == "no-store"
                page = read(looked.text)
                assert page.html
                assert page.html["lang"] == language
                assert len(page.select('form[method="get"] button[name="lang"]')) == 3
            async with people.reading() as session:
                assert list(await session.exec(select(Denial))) == []
            done = await browser.post(path, params={"lang": "ru"}, data={"lang": "kk"})
            assert done.headers["cache-control"] == "no-store"
            page = read(done.text)
            assert page.html
            assert page.html["lang"] == "kk"
            assert len(page.select('form[method="post"] button[name="lang"]')) == 3


async def test_the_ministry_learns_of_it_and_those_concerned_do_not(
    people: Database, ballots: Database, tmp_path: Path
) -> None:
    async with installation(people, ballots, tmp_path) as geti:
        await asked(geti)
        async with people.transaction() as session:
            act = (await session.exec(select(Inspection))).first()
            assert act
            act.inspector = "Б. Башка"
            session.add(act)
        async with browsing(geti.wiring.settings) as browser:
            views = {
                INSPECTOR: f"/staff/inspections/{act.id}",
                DIRECTOR: "/staff/report/geti/2026-q3",
            }
            before = {}
            for role, path in views.items():
                await become(geti, browser, role, "Б. Башка")
                before[role] = (browser.cookies["pikir"], await browser.get(path))
            browser.cookies.clear()
            token = geti.wiring.denying.token(act.id)
            assert (await browser.post(f"/u/not-mine/{token}")).status_code == 200
            for role, (cookie, reply) in before.items():
                browser.cookies.set("pikir", cookie)
                assert (await browser.get(views[role])).content == reply.content
                assert (await browser.get("/staff/not-mine")).status_code == 403
            browser.cookies.clear()
            await become(geti, browser, MINISTRY)
            shown = words(read((await browser.get("/staff/not-mine?lang=en")).text))
    assert f"{act.act_number} / 2026" in shown
    assert "Б. Башка" in shown
    assert "mail.example" not in shown


async def test_an_altered_link_is_not_found(browser: httpx.AsyncClient) -> None:
    for token in ("x", f"{'A' * 22}.{'A' * 43}", "%00", "%0d%0a", "%ff"):
        for method in ("GET", "POST"):
            reply = await browser.request(method, f"/u/not-mine/{token}")
            assert reply.status_code == 404
            assert token not in reply.text or token == "x"
