"""Brings up worker processes and lets them be killed: the program is loaded once, then forked.

Started as a command with a folder. For each line on its input, an Order in JSON, it says the new
process's id, and when that has ended, how.
"""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import select

from app.accounts import audit
from app.ballots import mixing
from app.lib import clock
from app.mail import line
from app.mail.delivering import Delivered, deliver_due, own_name
from app.publications.writing import write_bundle
from app.questionnaires.loading import Shelf
from app.registry.doubles import merging
from app.registry.doubles.merging import By
from app.registry.tables import Business
from app.results.auditing.attacking import may_show
from app.settings import from_environment
from app.wiring import Wiring
from app.work import endings, letters, registers, staff, webhooks
from tests.browsing import browsing
from tests.faults.steps import Steps
from tests.making.registry import SENT

SURVEYS = Path(__file__).parents[1] / "making" / "surveys"


@dataclass(frozen=True)
class Order:
    job: str
    settings: dict[str, str]  # an installation's, as its environment gives them
    die_at: int | None = None  # the number of the step before which it dies


async def deliver(wiring: Wiring) -> None:
    """A worker's job until there is nothing to do."""
    parts = (wiring.people, wiring.outbox, wiring.relay)
    while await deliver_due(*parts, worker=own_name()) != Delivered():
        pass


async def invite(wiring: Wiring) -> None:
    while await letters.invite(wiring, clock.now()):
        pass


async def remind(wiring: Wiring) -> None:
    while await letters.remind(wiring, clock.now()):
        pass


async def mix(wiring: Wiring) -> None:
    await mixing.mix(wiring.ballots, wiring.keys, wiring.batch_folder, Shelf(SURVEYS), may_show)


async def publish(wiring: Wiring) -> None:
    """A bundle that is rendered already: before it is written there is nothing to go wrong."""
    bundle = json.loads((wiring.settings.site_folder.parent / "bundle.json").read_text())
    files = {path: content.encode() for path, content in bundle["files"].items()}
    write_bundle(wiring.settings.site_folder / "geti", files, bundle["made_from"])


async def take_in(wiring: Wiring) -> None:
    await registers.take_in(wiring, clock.now())


async def tell(wiring: Wiring) -> None:
    await webhooks.tell(wiring, clock.now())


async def write_to_staff(wiring: Wiring) -> None:
    await staff.write(wiring, clock.now())


async def close_quarters(wiring: Wiring) -> None:
    await endings.close_quarters(wiring, clock.now())


async def call(wiring: Wiring) -> None:
    """Another system, with the key of its call; at the second time it is the same call."""
    token = (wiring.settings.key_folder.parent / "token").read_text()
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "Idempotency-Key": '"8e03978e-40d5-43e8-bc93-6894a57f9324"',
    }
    async with browsing(wiring.settings) as system:
        reply = await system.post("/api/v1/inspections", content=json.dumps(SENT), headers=headers)
    assert reply.status_code in (200, 201), reply.text


async def merge(wiring: Wiring) -> None:
    """As the page does it, or learns that it was done."""
    async with wiring.people.transaction() as session:
        one, other = (await session.exec(select(Business).order_by(Business.number_key))).all()
        if await merging.merge_of(session, one.id) is None:
            await merging.merge(session, one.id, other.id, By(None, clock.now()))
            audit.record(session, None, "merged businesses", one.number_key)


JOBS: dict[str, Callable[[Wiring], Awaitable[None]]] = {
    "invite": invite,
    "remind": remind,
    "deliver": deliver,
    "mix": mix,
    "publish": publish,
    "take in": take_in,
    "tell": tell,
    "write to staff": write_to_staff,
    "close quarters": close_quarters,
    "call": call,
    "merge": merge,
}


def main(folder: Path) -> None:
    _say("ready")
    for text in sys.stdin:
        order = Order(**json.loads(text))
        pid = os.fork()
        if pid == 0:
            _live(order, folder)
        _say(str(pid))
        _, status = os.waitpid(pid, 0)
        _say(str(os.waitstatus_to_exitcode(status)))


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def _live(order: Order, folder: Path) -> None:
    """The life of one worker."""
    # Nobody wants to wait for ten minutes here.
    line.PATIENCE, line.LAST_PATIENCE = 2.0, 4.0
    os.environ |= order.settings
    steps = Steps(folder, order.die_at)
    code = 1
    try:
        steps.watch()
        asyncio.run(_work(JOBS[order.job]))
        code = 0
    finally:
        sys.stderr.flush()
        os._exit(code)


async def _work(job: Callable[[Wiring], Awaitable[None]]) -> None:
    wiring = Wiring(from_environment())
    try:
        await job(wiring)
    finally:
        await wiring.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
