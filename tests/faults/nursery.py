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

from app.ballots import mixing
from app.lib import clock
from app.mail import line
from app.mail.delivering import Delivered, deliver_due, own_name
from app.publications.writing import write_bundle
from app.questionnaires.loading import Shelf
from app.settings import from_environment
from app.wiring import Wiring
from app.work import letters
from tests.faults.steps import Steps

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
    await mixing.mix(wiring.ballots, wiring.keys, wiring.batch_folder, Shelf(SURVEYS))


async def publish(wiring: Wiring) -> None:
    """A bundle that is rendered already: before it is written there is nothing to go wrong."""
    bundle = json.loads((wiring.settings.site_folder.parent / "bundle.json").read_text())
    files = {path: content.encode() for path, content in bundle["files"].items()}
    write_bundle(wiring.settings.site_folder / "geti", files, bundle["made_from"])


JOBS: dict[str, Callable[[Wiring], Awaitable[None]]] = {
    "invite": invite,
    "remind": remind,
    "deliver": deliver,
    "mix": mix,
    "publish": publish,
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
