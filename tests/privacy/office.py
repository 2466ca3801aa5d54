"""The staff and other systems, at work while entrepreneurs answer: every door that writes of acts.

What they do falls on acts at random. So nothing of it may tell an act whose entrepreneur answered.
"""

import csv
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from uuid import UUID, uuid4

import httpx
from bs4 import BeautifulSoup
from sqlmodel import col, select

from app.accounts.roles import ADMINISTRATOR, DIRECTOR, INSPECTOR, Role
from app.accounts.tables import Person
from app.accounts.tokens import Scope
from app.lib import clock
from app.lib.db import Database
from app.publications.webhooks import managing
from app.publications.webhooks.managing import Wanted
from app.publications.webhooks.signing import Vault
from app.registry.findings.requirements import citable
from app.registry.tables import Business, Inspection
from app.work import letters, registers, staff, webhooks
from tests.installation import Installation, register
from tests.making.accounts import make_cookie, make_person, make_token
from tests.making.webhooks import Receiver

NAME = "Aida Asanova"  # of the inspector: theirs are the acts that came by the API
_ROLES = (INSPECTOR, DIRECTOR, ADMINISTRATOR)
_CHANCE = Random()
_SAMPLE = {"what": "Сүт", "quantity": "2 × 0,5 л", "seal": "000123"}
_RESULT = {"laboratory": "Борбор", "protocol_number": "88", "indicator": "Тыгыздык"}
_REMARKS = "/staff/remarks/geti/2026-q3"
_KEY = re.compile('name="remark" value="([0-9a-f]+)"')
_OF_RESULT = {**_RESULT, "norm": "1027", "value": "1024", "conforms": "no"}


@dataclass
class Office:
    """`heard` is all that staff and other systems were answered, in its order."""

    geti: Installation
    browser: httpx.AsyncClient
    receiver: Receiver
    people: dict[Role, Person] = field(default_factory=dict)
    bearer: dict[str, str] = field(default_factory=dict)
    webhook: UUID | None = None
    heard: list[bytes] = field(default_factory=list)
    remarks: list[bytes] = field(default_factory=list)  # the director's page, as it was each time
    decided: set[str] = field(default_factory=set)  # keys of remarks
    entered: int = 0

    @property
    def database(self) -> Database:
        return self.geti.wiring.people

    async def open(self) -> None:
        """People, a token and a webhook."""
        where, now = self.geti.inspectorate.id, clock.now()
        for role in _ROLES:
            of = None if role is ADMINISTRATOR else where
            email = f"{role}@geti.kg.example"
            self.people[role] = await make_person(self.database, email, NAME, role, of)
        token = await make_token(self.database, where, *Scope, now=now)
        self.bearer = {"Authorization": f"Bearer {token}"}
        vault = Vault(self.geti.wiring.settings.pepper)
        async with self.database.transaction() as session:
            wanted = Wanted(self.receiver.url, where)
            await managing.add(session, vault, wanted, now, is_demo=True)
            [told] = await managing.every(session)
            self.webhook = told.webhook.id

    async def enter(self, day: date, count: int, region: str) -> None:
        """By the page, by the API, or from a file at the machine: each in its turn."""
        doors = (self._send_file, self._call, self._import)
        await doors[self.entered % len(doors)](day, count, region)
        self.entered += 1

    async def be_busy(self, day: date) -> None:
        """Some of everything, and what the worker makes of it."""
        await self._find_something(day)
        await self._merge_and_part()
        await self._hand_over_late(day)
        await self.read()
        forgot = {"email": f"{INSPECTOR}@geti.kg.example"}
        await self._as(INSPECTOR, "POST", "/staff/forgotten", data=forgot)
        wanted = {"kind": "invitation", "language": "ky", "address": "head@geti.kg.example"}
        await self._as(ADMINISTRATOR, "POST", "/staff/bodies/geti/texts/test", data=wanted)
        await self._as(ADMINISTRATOR, "POST", f"/staff/webhooks/{self.webhook}/test")
        await self.work()

    async def work(self) -> None:
        wiring, now = self.geti.wiring, clock.now()
        await registers.take_in(wiring, now)
        await registers.forget_old(wiring, now)
        await staff.write(wiring, now)
        await letters.write_samples(wiring, now)
        await webhooks.tell(wiring, now)

    async def _send_file(self, day: date, count: int, region: str) -> None:
        files = {"file": ("register.csv", register(count, day, region).encode())}
        sent = await self._as(
            DIRECTOR, "POST", "/staff/registers", data={"of": "geti"}, files=files
        )
        place = sent.headers["location"]
        await self.work()
        asked = await self._as(DIRECTOR, "GET", f"{place}/map")
        await self._as(DIRECTOR, "POST", f"{place}/map", data=_as_proposed(asked.text))
        await self.work()
        assert (await self._as(DIRECTOR, "POST", f"{place}/import")).status_code == 303
        await self.work()
        shown = await self._as(DIRECTOR, "GET", place)
        assert f"{count}" in shown.text

    async def _call(self, day: date, count: int, region: str) -> None:
        """Twice: a call that is repeated with its key acts once."""
        rows = csv.DictReader(register(count, day, region).splitlines())
        acts = [_typed(row) | {"inspector": NAME} for row in rows]
        content = json.dumps({"inspections": acts}).encode()
        key = {"Idempotency-Key": f'"{uuid4()}"', "Content-Type": "application/json"}
        for _time in range(2):
            reply = await self.browser.post(
                "/api/v1/inspections/batch", content=content, headers=self.bearer | key
            )
            assert reply.json()["added"] == count, reply.text
            self.heard.append(reply.content)

    async def _import(self, day: date, count: int, region: str) -> None:
        await self.geti.record(day, count, region)

    async def _find_something(self, day: date) -> None:
        for act in await self._acts(3):
            here = f"/staff/inspections/{act.id}"
            taken = {"number": uuid4().hex[:8], "taken_on": f"{act.act_date:%d.%m.%Y}"}
            sample = await self._as(INSPECTOR, "POST", f"{here}/samples", data=_SAMPLE | taken)
            assert sample.status_code == 303, sample.text
            protocol = {"protocol_date": f"{day:%d.%m.%Y}"}
            place = sample.headers["location"]
            await self._as(INSPECTOR, "POST", place, data=_OF_RESULT | protocol)
            async with self.database.reading() as session:
                code = _CHANCE.choice(await citable(session, "KG", act.act_date)).code
            cited = {"shown": code, "code": code, "point-1": "3"}
            reply = await self._as(INSPECTOR, "POST", f"{here}/requirements", data=cited)
            assert reply.status_code == 303, reply.text

    async def _merge_and_part(self) -> None:
        async with self.database.reading() as session:
            firms = list(await session.exec(select(Business.id)))
        one, kept = _CHANCE.sample(firms, 2)
        data = {"kept": str(kept)}
        merged = await self._as(ADMINISTRATOR, "POST", f"/staff/businesses/{one}/merge", data=data)
        assert merged.status_code in (303, 409), merged.text
        if merged.status_code == 303 and _CHANCE.random() < 0.5:
            await self._as(ADMINISTRATOR, "POST", f"/staff/businesses/{one}/unmerge")

    async def _hand_over_late(self, day: date) -> None:
        """An act that was not handed over when it was entered."""
        number = f"late-{uuid4().hex[:8]}"
        [row] = csv.DictReader(register(1, day).splitlines())
        late = {"act_number": number, "handed_over_on": "no", "inspector": NAME, "email": None}
        act = _typed(row) | late | {"no_email_reason": "has_none"}
        sent = {name: value for name, value in act.items() if value is not None}
        reply = await self.browser.post("/api/v1/inspections", json=sent, headers=self.bearer)
        assert reply.status_code == 201, reply.text
        self.heard.append(reply.content)
        async with self.database.reading() as session:
            [late_id] = await session.exec(
                select(Inspection.id).where(Inspection.act_number == number)
            )
        said = {"handed_over_on": f"{day:%d.%m.%Y}"}
        place = f"/staff/inspections/{late_id}/handed-over"
        handed = await self._as(INSPECTOR, "POST", place, data=said)
        assert handed.status_code == 303, handed.text

    async def read(self) -> None:
        """Other systems look at the register; the director reads remarks, and decides on each."""
        for path in ("/api/v1/inspections?limit=200", "/api/v1/results/geti/so-far"):
            self.heard.append((await self.browser.get(path, headers=self.bearer)).content)
        await self._decide(await self._remarks())
        await self._as(ADMINISTRATOR, "GET", "/staff/audit.csv")

    async def _remarks(self) -> str:
        """All pages of them, one after another."""
        pages: list[str] = []
        while not pages or f"page={len(pages) + 1}" in pages[-1]:
            path = f"{_REMARKS}?page={len(pages) + 1}"
            pages.append((await self._as(DIRECTOR, "GET", path)).text)
        self.remarks.append("".join(pages).encode())
        return "".join(pages)

    async def _decide(self, pages: str) -> None:
        """In the order of the page, on what is new; words of one are nearly masked."""
        new = [key for key in _KEY.findall(pages) if key not in self.decided]
        if not new:
            return
        self.decided.update(new)
        given = {"remark": new, "theme": ["timing", "other"], "kind": "considered", "reason": "Yes"}
        assert (await self._as(DIRECTOR, "POST", _REMARKS, data=given)).status_code == 303
        here = f"{_REMARKS}/{new[0]}"
        shown = BeautifulSoup((await self._as(DIRECTOR, "GET", here)).text, "html.parser")
        [said] = shown.select(".said")
        marked = {"marked": said.text[:4]}
        assert (await self._as(DIRECTOR, "POST", f"{here}/mask", data=marked)).status_code == 303
        asked = await self._as(ADMINISTRATOR, "GET", "/staff/masks")
        [mask] = BeautifulSoup(asked.text, "html.parser").select("form[action^='/staff/masks/']")
        refused = {"press": "refused"}
        await self._as(ADMINISTRATOR, "POST", str(mask["action"]), data=refused)

    async def _acts(self, count: int) -> Sequence[Inspection]:
        async with self.database.reading() as session:
            own = select(Inspection).where(col(Inspection.inspector) == NAME)
            found = (await session.exec(own)).all()
        return _CHANCE.sample(found, min(count, len(found)))

    async def _as(self, role: Role, method: str, path: str, **more: object) -> httpx.Response:
        self.browser.cookies.clear()
        cookie = await make_cookie(self.database, self.people[role], clock.now())
        self.browser.cookies.set("pikir", cookie)
        reply = await self.browser.request(method, path, **more)  # type: ignore[arg-type]
        self.browser.cookies.clear()
        assert reply.status_code < 500, reply.text
        self.heard.append(reply.content)
        return reply


def _as_proposed(page: str) -> dict[str, str]:
    """The form of the page, as it comes."""
    form = BeautifulSoup(page, "html.parser").select_one("form[action$=map]")
    assert form
    given = {str(it["name"]): str(it.get("value", "")) for it in form.select("input")}
    for chosen in form.select("select option[selected]"):
        field_of = chosen.find_parent("select")
        assert field_of
        given[str(field_of["name"])] = str(chosen["value"])
    return given


def _typed(row: dict[str, str]) -> dict[str, object]:
    """A row of a register as the API takes it."""
    given: dict[str, object] = {name: value for name, value in row.items() if value}
    return given | {"act_year": int(row["act_year"])}
