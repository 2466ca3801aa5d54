"""pikir worker: the process that works by itself, beside a web process or on its own."""

import asyncio
import logging
import os
import signal
import sys
import threading
from functools import partial

import click

from app import work
from app.ballots.boxes import EditionChanged
from app.ballots.boxkeys import WrongKeyFolder, require
from app.ballots.editions import refuse_used_drafts
from app.lib.outages import outlast
from app.questionnaires.loading import Unreadable
from app.settings import from_environment
from app.wiring import Wiring


@click.command()
@click.option("--until-input-ends", is_flag=True, hidden=True)
def worker(until_input_ends: bool) -> None:
    """Invite, send, mix, draw and release, each at its time."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    wiring = Wiring(from_environment())
    try:
        _ = wiring.shelf
    except Unreadable as error:  # a faulty questionnaire, by file and line
        raise click.ClickException(str(error)) from error
    try:
        asyncio.run(_work(wiring, until_input_ends))
    except (WrongKeyFolder, EditionChanged) as error:
        raise click.ClickException(str(error)) from error


async def _work(wiring: Wiring, until_input_ends: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    if until_input_ends:
        threading.Thread(target=_wait_for_end, args=(loop, stop), daemon=True).start()
    try:
        # Letters of another folder's keys would be taken for ones whose key has been destroyed.
        await outlast(partial(require, wiring.ballots, wiring.keys))
        await outlast(partial(refuse_used_drafts, wiring.ballots, wiring.shelf))
        await work.run(wiring, stop)
    finally:
        await wiring.close()


def _wait_for_end(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """The pipe from the web process closes when that process ends, even by kill -9."""
    while os.read(sys.stdin.fileno(), 1024):  # `sys.stdin.read` would be in the way of our own end
        pass
    loop.call_soon_threadsafe(stop.set)
