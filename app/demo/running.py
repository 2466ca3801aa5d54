"""The whole demo: prepare, replay, account, and stay up if somebody wants to look."""

import asyncio
import signal
import webbrowser
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import uvloop
from rich.console import Console

from app import work
from app.demo import accounting
from app.demo.accounting import Account
from app.demo.folder import Folder, Unusable, fresh, listening, settle
from app.demo.house import READY
from app.demo.mailbox import Mailbox
from app.demo.people.entrepreneurs import Entrepreneurs, browser
from app.demo.people.passers_by import PassersBy
from app.demo.processes import process
from app.demo.progress import Reporter
from app.demo.register.bodies import BODIES
from app.demo.register.files import write_exports
from app.demo.replaying import DAWN, Replay
from app.demo.scenario import Scenario
from app.demo.staff import found_inspectorates, hire
from app.lib import clock
from app.lib.quarters import Quarter
from app.migrations import upgrade
from app.settings import from_environment
from app.wiring import Wiring


@dataclass(frozen=True)
class Stage:
    """Everything that is up while the demo runs."""

    folder: Folder
    wiring: Wiring
    mailbox: Mailbox
    replay: Replay

    @property
    def front_page(self) -> str:
        return f"{self.wiring.settings.base_url}/demo/"

    async def account(self) -> Account:
        return await accounting.account(self.wiring, self.mailbox, self.replay.reporter.counts)


def run(path: Path, *, once: bool) -> Account:
    """In the folder at `path`; Unusable if that, or the machine, does not let us."""
    return uvloop.run(_run(path, Console(), once=once))


async def _run(path: Path, console: Console, *, once: bool) -> Account:
    async with stage(path, Scenario(), console) as ready:
        await ready.replay.run()
        found = await ready.account()
        _show(console, found, ready)
        if not once and not found.faults:
            await _stay(console, ready)
    return found


@asynccontextmanager
async def stage(path: Path, scenario: Scenario, console: Console) -> AsyncIterator[Stage]:
    """Folder, settings, databases, staff, register, second process: up until the block ends."""
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(fresh(path))
        web, mail = stack.enter_context(listening()), stack.enter_context(listening([0]))
        settle(folder, web, mail)
        clock.step_to(datetime.combine(scenario.period.first, DAWN))
        mailbox = stack.enter_context(closing(Mailbox(folder.mailbox)))
        wiring = Wiring(from_environment())
        stack.push_async_callback(wiring.close)
        await _found(wiring)
        present = Quarter.of(scenario.period.last)
        await stack.enter_async_context(
            _house(str(folder.path), web.fileno(), mail.fileno(), str(present))
        )
        client = await stack.enter_async_context(browser(wiring.settings.base_url))
        exports = [
            export for body in BODIES for export in write_exports(body, scenario.period, folder)
        ]
        acts = {act.act_number: act for export in exports for act in export.acts}
        entrepreneurs = Entrepreneurs(client, acts, scenario.eagerness)
        passers_by, reporter = PassersBy(client), Reporter(console)
        replay = Replay(wiring, scenario, exports, mailbox, entrepreneurs, passers_by, reporter)
        yield Stage(folder, wiring, mailbox, replay)


async def _found(wiring: Wiring) -> None:
    settings = wiring.settings
    # Migrations run an event loop of their own.
    await asyncio.to_thread(upgrade, "people", settings.database_url)
    await asyncio.to_thread(upgrade, "ballots", settings.ballots_url)
    await found_inspectorates(wiring)
    await hire(wiring)


@asynccontextmanager
async def _house(path: str, web: int, mail: int, present: str) -> AsyncIterator[None]:
    """Web program and mail server, on the second core."""
    given = (path, str(web), str(mail), present)
    async with process("app.demo.house", *given, sockets=(web, mail)) as (said, _heard):
        if await said.readline() != READY:
            raise Unusable("The web program did not start; what stands above says why.")
        yield


def _show(console: Console, found: Account, ready: Stage) -> None:
    for what, count in found.counts.items():
        console.print(f"{what:>22}  {count:,}", highlight=False)
    for name, digest in found.releases.items():
        console.print(f"{name:>22}  {digest}", highlight=False, soft_wrap=True)
    seconds = ready.replay.reporter.seconds
    spent = ", ".join(f"{act} {spent:.0f}" for act, spent in seconds.items())
    console.print(f"{'seconds':>22}  {spent}", highlight=False, soft_wrap=True)
    site_folder = ready.wiring.settings.site_folder
    console.print(f"{'published in':>22}  {site_folder}", highlight=False, soft_wrap=True)


async def _stay(console: Console, ready: Stage) -> None:
    """The worker's own schedule from here on, until Ctrl-C or kill."""
    stop = asyncio.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    console.print(f"\n[bold]Begin here: {ready.front_page}[/bold]  (Ctrl-C ends the demo)")
    if console.is_terminal:
        webbrowser.open(ready.front_page)
    await work.run(ready.wiring, stop)
    console.print(f"Ended. What it made lies in {ready.folder.path}", soft_wrap=True)


__all__ = ["Stage", "Unusable", "run", "stage"]
