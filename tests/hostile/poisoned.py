"""An installation in which every text that people write is hostile, after a released quarter."""

import csv
import re
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from bs4 import BeautifulSoup
from sqlmodel import select

from app.accounts.roles import DIRECTOR, INSPECTOR, MINISTRY
from app.invitations.recalling import LETTERS
from app.lib import clock
from app.lib.db import Database
from app.registry import inspectorates
from app.registry.importing.running import import_file
from app.registry.tables import Inspection
from tests.browsing import browsing
from tests.databases import Pair
from tests.installation import EXAMPLES, Installation, installation
from tests.making.accounts import make_cookie, make_person

# What may be written nowhere but as words. Nobody defines `a`: called, it is an error.
SCRIPT = "<script>a()</script><img src=x onerror=a()>"
CANARY = f"""='"></title></script>{SCRIPT}{{{{7*7}}}}{{%x%}}%(n)s{{0.__class__}}$\\q$"""
SHORT = '={n}"><b onclick=a()>{{7*7}}%(n)s'
MORNING = datetime(2026, 7, 21, 4, tzinfo=UTC)  # ten o'clock in Bishkek, a Tuesday
CLOSED = datetime(2026, 11, 16, 4, tzinfo=UTC)
RELEASED = datetime(2026, 11, 25, 4, tzinfo=UTC)
ANSWERS = 12
_COLUMNS = (
    "act_year,act_number,act_date,started_on,finished_on,kind,region,outcome,"
    "tax_number,business_name,email,inspector"
)
# The other languages are looked at from their front pages only: the templates are the same.
_OTHERS = re.compile(r"/(ky|kk|ru)/.")


@dataclass
class Place:
    geti: Installation
    survey: str  # a link that nobody has used
    cookies: dict[str, str]  # role -> the cookie of somebody signed in
    pages: dict[str, httpx.Response] = field(default_factory=dict)

    def of_type(self, kind: str) -> dict[str, httpx.Response]:
        return {
            path: reply
            for path, reply in self.pages.items()
            if reply.headers.get("content-type", "").startswith(kind)
        }


@asynccontextmanager
async def poisoned(folder: Path) -> AsyncIterator[Place]:
    """It has lived through a quarter; `pages` is all that can be looked at, by anybody."""
    (folder / "clock").write_text("0")
    people, ballots = map(Database, Pair(folder).copy(folder))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(clock.FILE, str(folder / "clock"))
        clock.step_to(MORNING)
        async with installation(people, ballots, folder) as geti:
            found = Place(geti, await _live(geti), await _hire(geti))
            async with browsing(geti.wiring.settings) as browser:
                await _walk(browser, found)
                await _release(geti)
                await _follow(browser, found, ["/en/", "/sites/geti/en/", found.survey])
            yield found
    await people.close()
    await ballots.close()


async def _live(geti: Installation) -> str:
    described = _poisoned(yaml.safe_load((EXAMPLES / "geti.yaml").read_text()))
    async with geti.wiring.people.transaction() as session:
        await inspectorates.add_from(session, described)
    await _record(geti)
    clock.step_to(MORNING + timedelta(hours=24))
    *links, unused = await geti.write()
    async with browsing(geti.wiring.settings) as browser:
        for link in links:
            browser.cookies.clear()
            given = {"overall": "4", "courtesy": "5", "improve": CANARY}
            assert (await browser.post(link, data=given)).status_code == 303
    await _deny(geti)
    assert await geti.mix() == ANSWERS
    await geti.draw()
    return unused


async def _release(geti: Installation) -> None:
    clock.step_to(CLOSED)
    await geti.mix()
    clock.step_to(RELEASED)
    assert len(await geti.release()) == 1


def _poisoned(described: dict[str, Any]) -> dict[str, Any]:
    """Every text that people write, in every language; slugs, addresses and codes stay."""
    for name in ("names", "appeals_to"):
        described[name] = _words(described[name])
    for names in described["names"].values():
        names["short"] = SHORT  # no more fits there
    for site in described["sites"]:
        site["names"] = _words(site["names"])
    for signer in described["signers"].values():
        signer["texts"] = _words(signer["texts"])
    return described | {"phone": CANARY[:40]}


def _words(texts: Any) -> Any:
    if isinstance(texts, dict):
        return {key: _words(value) for key, value in texts.items()}
    return f"{CANARY} {texts}"


async def _record(geti: Installation) -> None:
    file = geti.folder / "hostile.csv"
    with file.open("w", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(_COLUMNS.split(","))
        for n in range(ANSWERS + 1):
            number = SHORT.replace("{n}", str(n), 1)
            days = ["2026-07-20"] * 3
            fixed = ["scheduled", "KG-GB", "no_violation", str(10_000_000_000_000 + n)]
            writer.writerow([2026, number, *days, *fixed, CANARY, f"o{n}@mail.example", CANARY])
    report = await import_file(
        geti.wiring.people,
        geti.wiring.addresses,
        geti.inspectorate,
        file,
        letters=LETTERS,
    )
    assert (report.added, report.refused) == (ANSWERS + 1, [])


async def _deny(geti: Installation) -> None:
    async with geti.wiring.people.transaction() as session:
        for one in (await session.exec(select(Inspection.id))).all():
            await geti.wiring.denying.act(session, geti.wiring.denying.token(one))


async def _hire(geti: Installation) -> dict[str, str]:
    cookies = {}
    for role in (INSPECTOR, DIRECTOR, MINISTRY):
        where = None if role is MINISTRY else geti.inspectorate.id
        email = f"{role}@geti.kg.example"
        person = await make_person(geti.wiring.people, email, CANARY, role, where)
        cookies[role.value] = await make_cookie(geti.wiring.people, person, clock.now())
    return cookies


async def _walk(browser: httpx.AsyncClient, place: Place) -> None:
    """Every page that links lead to, as a visitor and as each of the staff; and every refusal."""
    starts = [
        *(f"/{language}/" for language in ("ky", "kk", "ru", "en")),
        *(f"/{kind}/geti" for kind in ("en/results", "en/so-far", "en/open", "sites")),
        *(place.survey, "/en/results/geti/2026-q3/", "/none", f"/s/{CANARY[:20]}"),
    ]
    await _follow(browser, place, starts)
    wrong = {"improve": CANARY, "shown": "en", "lang": CANARY, "region": CANARY}
    for path in (place.survey, "/en/open/geti"):
        reply = await browser.post(path, data=wrong)
        place.pages[f"POST {path} in {clock.now():%B}"] = reply
    for role, cookie in place.cookies.items():
        browser.cookies.set("pikir", cookie)
        if role == DIRECTOR:
            await _decide(browser)
        await _follow(browser, place, ["/staff/"], role)
        entered = dict.fromkeys(("of", "act_number", "inspector", "business_name"), CANARY)
        path = "/staff/inspections/new"
        reply = await browser.post(path, data=entered | {"of": "geti", "email": CANARY})
        place.pages[f"POST {path} as {role}"] = reply
        searched = await browser.get("/staff/inspections", params={"words": CANARY})
        place.pages[f"searched as {role}"] = searched
    browser.cookies.clear()
    typed = {"email": CANARY, "password": CANARY}
    place.pages["POST sign-in"] = await browser.post("/staff/sign-in", data=typed)


async def _decide(browser: httpx.AsyncClient) -> None:
    """On every remark: reason and measure are words of the same kind."""
    here = "/staff/remarks/geti/2026-q3"
    keys = re.findall('name="remark" value="([0-9a-f]+)"', (await browser.get(here)).text)
    measure = {"kind": "measure", "what": CANARY, "owner": CANARY, "due_on": "31.12.2099"}
    given = measure | {"remark": keys, "reason": CANARY}
    assert (await browser.post(here, data=given)).status_code == 303


async def _follow(
    browser: httpx.AsyncClient, place: Place, starts: list[str], role: str = "anybody"
) -> None:
    waiting = deque(starts)
    seen: set[str] = set()
    while waiting:
        path = waiting.popleft().partition("#")[0]
        if path in seen:
            continue
        seen.add(path)
        reply = await browser.get(path, follow_redirects=True)
        assert reply.status_code != 500, path
        place.pages[f"{path} as {role} in {clock.now():%B}"] = reply
        if reply.headers.get("content-type", "").startswith("text/html"):
            page = BeautifulSoup(reply.content, "html.parser")
            hrefs = [str(tag["href"]) for tag in page.select("a[href], link[href]")]
            here = [reply.url.join(href) for href in hrefs if not href.startswith("data:")]
            paths = [url.raw_path.decode() for url in here if url.host == "pikir.test"]
            waiting.extend(path for path in paths if not _OTHERS.search(path))
