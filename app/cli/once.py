"""pikir deliver and pikir mix: a worker's job, once, by hand."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from app.ballots import mixing
from app.ballots.boxes import EditionChanged
from app.ballots.boxkeys import WrongKeyFolder
from app.lib.keyfolder import Taken
from app.mail.delivering import Delivered, deliver_due, own_name
from app.settings import from_environment
from app.wiring import Wiring

T = TypeVar("T")


@click.command()
def deliver() -> None:
    """Send the letters that are due now."""
    done = _once(_deliver)
    click.echo(
        f"{done.sent} sent, {done.deferred} to be tried again,"
        f" {done.failed} failed, {done.unknown} uncertain"
    )


@click.command()
def mix() -> None:
    """Mix what has come in: every group in which ten answers wait."""
    try:
        done = _once(_mix)
    except Taken as error:
        raise click.ClickException("Another process is mixing now. Try again later.") from error
    except (WrongKeyFolder, EditionChanged) as error:
        raise click.ClickException(str(error)) from error
    for mixed in done:
        click.echo(f"box {mixed.box_id}: {mixed.count} answers mixed, {mixed.broken} unreadable")


async def _deliver(wiring: Wiring) -> Delivered:
    return await deliver_due(
        wiring.people, wiring.outbox, wiring.relay, worker=own_name(), limit=100_000
    )


async def _mix(wiring: Wiring) -> list[mixing.Mixed]:
    return await mixing.mix(wiring.ballots, wiring.keys, wiring.batch_folder, wiring.shelf)


def _once(job: Callable[[Wiring], Awaitable[T]]) -> T:
    async def run() -> T:
        wiring = Wiring(from_environment())
        try:
            return await job(wiring)
        finally:
            await wiring.close()

    return asyncio.run(run())
