"""Every form of the staff, and every field of the API, with texts that nobody writes: a clear
answer, and never an error of ours. PostgreSQL refuses what SQLite takes, so both are asked.
"""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import quote, urljoin

import httpx
import pytest
from bs4 import BeautifulSoup, Tag

from app.accounts import people as staff
from app.accounts.roles import ADMINISTRATOR, DIRECTOR, INSPECTOR, MINISTRY
from app.accounts.tables import Person
from app.accounts.tokens import Scope
from app.lib import clock as time
from app.lib.db import Database
from app.publications.webhooks import managing
from app.publications.webhooks.signing import Vault
from app.registry.findings.sampling import add_sample
from app.registry.kinds import Kind
from app.registry.uploads import stages
from tests.browsing import browsing
from tests.hostile.conftest import MORNING
from tests.installation import Installation, installation
from tests.making.accounts import make_cookie, make_person, make_token
from tests.making.registry import SENT, make_inspection
from tests.making.uploads import make_upload

ODD = {
    "NUL": "%00",
    "NUL within": quote("Ала\0Тоо"),
    "lone surrogate": "%ED%A0%80",
    "not UTF-8": "%FF%FE",
    "right to left": quote("\u202egnp.exe"),
    "long": quote("ы" * 5000),
    "formula": quote("=cmd|' /C calc'!A0"),
    "markup": quote("<script>a()</script>"),
    "many digits": "9" * 400,
    "odd digits": quote("١٢٣\u00b2"),
    "a day that never was": "9999-99-99",
    "beyond time": "31.12.9999",
}
CLEAR = {200, 303, 400, 403, 404, 409, 413, 422, 429}
ODD_VALUES = ["\0", "\ud800", "\u202e", "я" * 5000, 10**30, 1e308, [], {}, None]
ACT = {
    **SENT,
    "act_year": 2026,
    "handed_over_on": None,
    "inspector": "A",
    "language": "ky",
}
API = "/api/v1/inspections"
_FORM = "application/x-www-form-urlencoded"
_SAMPLE = {"number": "1", "what": "Сүт", "quantity": "1", "taken_on": "2026-07-20"}


@dataclass
class Desk:
    """Somebody with every role, before whom everything lies that a form can be about."""

    geti: Installation
    browser: httpx.AsyncClient
    person: Person
    bearer: dict[str, str]
    starts: list[str]
    forms: dict[str, set[str]] = field(default_factory=dict)  # action -> names of its fields

    async def sign_in(self) -> None:
        """Anew: some forms end a session."""
        self.browser.cookies.clear()
        cookie = await make_cookie(self.geti.wiring.people, self.person, time.now())
        self.browser.cookies.set("pikir", cookie)

    async def find_forms(self) -> None:
        """On all pages that links lead to."""
        await self.sign_in()
        waiting, seen = ["/staff/", *self.starts], set[str]()
        while waiting:
            path = waiting.pop().partition("#")[0].partition("?")[0]
            if path in seen or not path.startswith("/staff"):
                continue
            seen.add(path)
            reply = await self.browser.get(path, follow_redirects=True)
            assert reply.status_code < 500, path
            page = BeautifulSoup(reply.content, "html.parser")
            waiting += [urljoin(path, str(tag["href"])) for tag in page.select("a[href]")]
            for form in page.select("form"):
                self._note(form, reply.url.path)

    def _note(self, form: Tag, here: str) -> None:
        if str(form.get("method", "get")).lower() == "post":
            names = {str(tag["name"]) for tag in form.select("[name]")}
            self.forms.setdefault(urljoin(here, str(form.get("action") or here)), set()).update(
                names
            )


@pytest.fixture
async def desk(
    people: Database, ballots: Database, tmp_path: Path, clock: None
) -> AsyncIterator[Desk]:
    time.step_to(MORNING)
    async with installation(people, ballots, tmp_path) as geti:
        where, wiring = geti.inspectorate.id, geti.wiring
        person = await make_person(people, "all@geti.kg.example", "Aida Asanova", ADMINISTRATOR)
        bearer = {"Authorization": f"Bearer {await make_token(people, where, *Scope)}"}
        async with people.transaction() as session:
            for role, at in ((INSPECTOR, where), (DIRECTOR, where), (MINISTRY, None)):
                await staff.give(session, person, role, at)
            act = await make_inspection(
                session,
                geti.inspectorate,
                wiring.addresses,
                kind=Kind.UNSCHEDULED,
                inspector="Aida Asanova",
            )
            sample = await add_sample(session, act, _SAMPLE, date(2026, 7, 21))
            looked = make_upload(geti.inspectorate, wiring.addresses, stage=stages.LOOKED)
            session.add_all([looked, make_upload(geti.inspectorate, wiring.addresses)])
            vault = Vault(wiring.settings.pepper)
            hook = managing.Wanted("http://127.0.0.1:9/hook", None)
            await managing.add(session, vault, hook, time.now(), is_demo=True)
            here = f"/staff/inspections/{act.id}"
            starts = [here, f"{here}/samples/{sample.id}", f"{here}/requirements"]
            starts += [f"/staff/registers/{looked.id}/map"]
        async with browsing(wiring.settings) as browser:
            found = Desk(geti, browser, person, bearer, starts)
            await found.find_forms()
            yield found


async def test_no_odd_text_in_any_field_of_the_staff_breaks_anything(desk: Desk) -> None:
    assert len(desk.forms) > 25, sorted(desk.forms)
    for action, names in sorted(desk.forms.items()):
        for what, odd in ODD.items():
            await desk.sign_in()
            body = "&".join(f"{quote(name)}={odd}" for name in sorted(names))
            reply = await desk.browser.post(
                action, content=body.encode(), headers={"Content-Type": _FORM}
            )
            assert reply.status_code in CLEAR, (action, what)
            assert "<script>a()" not in reply.text, (action, what)


async def test_no_odd_value_in_any_field_of_the_api_breaks_anything(desk: Desk) -> None:
    headers = desk.bearer | {"Content-Type": "application/json"}
    for name in ACT:
        for odd in ODD_VALUES:
            act = ACT | {name: odd}
            for path, sent in ((API, act), (f"{API}/batch", {"inspections": [act]})):
                content = json.dumps(sent).encode()
                reply = await desk.browser.post(path, content=content, headers=headers)
                assert reply.status_code in {200, 201, 400, 422}, (path, name, odd)


async def test_no_odd_word_in_an_address_or_a_header_of_the_api_breaks_anything(desk: Desk) -> None:
    for odd in ODD.values():
        for path in (f"{API}?cursor={odd}", f"{API}?since={odd}", f"{API}?act_number={odd}"):
            reply = await desk.browser.get(path, headers=desk.bearer)
            assert reply.status_code in {200, 400, 404, 422}, path
        for start in (f"{API}/2026", "/api/v1/releases/geti", "/api/v1/results/geti"):
            path = f"{start}/{odd}"
            reply = await desk.browser.get(path, headers=desk.bearer)
            assert reply.status_code in {400, 404, 422}, path
        key = {"Idempotency-Key": odd, "Content-Type": "application/json"}
        reply = await desk.browser.post(API, content=b"{}", headers=desk.bearer | key)
        assert reply.status_code in {400, 422}, odd
