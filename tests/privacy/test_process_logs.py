"""The canary once more, in real processes: all that they write, at their most talkative."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from app.demo.folder import listening
from app.lib import clock as time
from app.lib.db import Database
from tests.faults.house import environment
from tests.installation import Installation, installation, register
from tests.making.mail import written

MORNING = datetime(2026, 7, 21, 4, tzinfo=UTC)  # ten o'clock in Bishkek, a Tuesday
REMARK = "канарейка в шахте"
MAILBOX = "owner-KG-GB"  # how every address of the register begins
PEOPLE = 11
PATIENCE = 60.0  # seconds: machines that run tests are busy
LOUD = (
    "import logging; logging.basicConfig(level=logging.DEBUG);"
    " from app.__main__ import pikir; pikir()"
)

pytestmark = pytest.mark.usefixtures("clock")


@dataclass
class Shell:
    """Acts are typed; everything they say is kept."""

    said: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def running(self, *words: str) -> AsyncIterator[asyncio.subprocess.Process]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", LOUD, *words),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        saying = asyncio.create_task(process.communicate())
        try:
            yield process
            if process.returncode is None and words[0] in ("serve", "worker"):
                process.terminate()
        finally:
            output, _ = await asyncio.wait_for(saying, PATIENCE)
            self.said.append(output.decode())

    async def type(self, *words: str) -> None:
        async with self.running(*words) as process:
            assert await asyncio.wait_for(process.wait(), PATIENCE) == 0


async def until(letters: int, geti: Installation) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(geti.mailbox.letters) < letters:  # noqa: ASYNC110  the worker is far away
            await asyncio.sleep(0.05)


async def answer(shell: Shell, links: list[str]) -> None:
    """Everybody looks, answers and asks for no more letters; one tries a forged link."""
    with listening() as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    async with (
        shell.running("serve", "--no-worker", "--port", str(port)),
        httpx.AsyncClient(base_url=address, headers={"Sec-Fetch-Site": "same-origin"}) as browser,
    ):
        await _ready(browser)
        for link in links:
            browser.cookies.clear()
            assert (await browser.get(link)).status_code == 200
            given = {"overall": "4", "improve": REMARK}
            assert (await browser.post(link, data=given)).status_code == 303
        assert (await browser.post(f"{links[0]}A", data=given)).status_code == 404


async def _ready(browser: httpx.AsyncClient) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                if (await browser.get("/health")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.05)


async def test_web_worker_and_commands_write_no_link_no_address_and_no_answer(
    people: Database, ballots: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    time.step_to(MORNING)
    shell = Shell()
    async with installation(people, ballots, tmp_path) as geti:
        for name, value in environment(geti.wiring.settings).items():
            monkeypatch.setenv(name, value)
        acts = tmp_path / "register.csv"
        acts.write_text(register(PEOPLE, date(2026, 7, 20)))
        await shell.type("inspections", "import", str(acts), "--inspectorate", "geti")
        time.step_to(MORNING + timedelta(hours=24))
        async with shell.running("worker"):
            await until(PEOPLE, geti)
        letters = [written(letter) for letter in geti.mailbox.letters]
        links = ["/s/" + letter.split("/s/")[1].split("?")[0] for letter in letters]
        await answer(shell, links)
        await shell.type("mix")
        await shell.type("deliver")
    said = "\n".join(shell.said)
    assert f"{PEOPLE} answers mixed" in said
    assert "DEBUG" in said
    for canary in (*(link.removeprefix("/s/") for link in links), REMARK, MAILBOX, "mail.example"):
        assert canary not in said, canary
