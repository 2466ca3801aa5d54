"""docs/inspectorate.md, step by step: from an empty folder to the first letter of a new body."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner

from app.__main__ import pikir
from app.lib import clock as time
from app.settings import from_environment
from app.wiring import Wiring
from app.work import answers, letters
from tests.browsing import ORIGIN, browsing
from tests.making.accounts import PASSWORD
from tests.making.mail import Mailbox, smtp_server, written

MONDAY = datetime(2026, 8, 3, 6, tzinfo=UTC)  # noon in Bishkek
ACT = {
    "of": "geti",
    "act_number": "1",
    "act_date": "2026-08-03",
    "act_year": "",
    "started_on": "2026-08-03",
    "finished_on": "2026-08-03",
    "kind": "scheduled",
    "region": "KG-GB",
    "outcome": "no_violation",
    "inspector": "Бакыт Бакиров",
    "tax_number": "01234567890123",
    "business_name": "ОсОО «Ала-Тоо»",
    "email": "aida@mail.kg",
    "no_email_reason": "",
    "language": "ky",
    "handed_over": "act_day",
}


@pytest.fixture
async def mailbox(
    tmp_path: Path, clock: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Mailbox]:
    """`pikir init` in an empty folder, and its settings read by the shell."""
    time.step_to(MONDAY)
    folder = tmp_path / "pikir"
    await typed("init", str(folder))
    for line in (folder / "pikir.env").read_text().splitlines():
        name, equals, value = line.partition("=")
        if equals and name.startswith("PIKIR_"):
            monkeypatch.setenv(name, value)
    monkeypatch.setenv("PIKIR_BASE_URL", ORIGIN)
    async with smtp_server() as running:
        monkeypatch.setenv("PIKIR_SMTP_URL", running.url)
        yield running


async def typed(*words: str) -> str:
    said = await asyncio.to_thread(CliRunner().invoke, pikir, words)
    assert said.exit_code == 0, said.output
    return said.output


async def hire(browser: httpx.AsyncClient, *words: str) -> None:
    """Somebody is added, and opens their link: the browser is theirs from here on."""
    link = (await typed("person", "add", *words)).split()[-1]
    browser.cookies.clear()
    reply = await browser.post(link, data={"password": PASSWORD, "again": PASSWORD})
    assert (reply.status_code, reply.headers.get("location")) == (303, "/staff/")


async def test_from_an_empty_folder_to_the_first_letter(mailbox: Mailbox) -> None:
    await typed("migrate")
    added = await typed("inspectorate", "add", "app/demo/inspectorates/geti.yaml")
    assert "written: inspectorate geti" in added
    async with Wiring(from_environment()) as wiring, browsing(wiring.settings) as browser:
        await hire(browser, "admin@geti.kg.example", "Айгүл Асанова")
        inspector = ("inspector@geti.kg.example", "Бакыт Бакиров", "--role", "inspector")
        await hire(browser, *inspector, "--inspectorate", "geti")
        reply = await browser.post("/staff/inspections/new", data=ACT)
        assert reply.status_code == 303, re.findall(r'id="\w+-error">[^<]+', reply.text)

        await work(wiring)
        assert mailbox.recipients == []  # not in the window of its entry
        time.step_to(MONDAY + timedelta(hours=21))  # nine o'clock on Tuesday
        await work(wiring)
        [letter] = mailbox.letters
        assert mailbox.recipients == ["aida@mail.kg"]
        assert "opinion@geti.kg.example" in str(letter["From"])
        said = written(letter)
        assert "Айбек Үлгүев" in said
        assert "ОсОО «Ала-Тоо»" in said
        link = re.search(rf"{ORIGIN}/s/\S+", said)
        assert link
        assert (await browser.get(link[0])).status_code == 200


async def work(wiring: Wiring) -> None:
    """A minute of the worker."""
    await answers.open_boxes(wiring, time.now())
    await letters.invite(wiring, time.now())
    await letters.deliver(wiring, time.now())
