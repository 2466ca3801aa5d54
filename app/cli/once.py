"""pikir deliver and pikir mix: a worker's job, once, by hand."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click

from app.ballots import mixing
from app.mail.delivering import Delivered, deliver_due
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
    for mixed in _once(_mix):
        click.echo(f"box {mixed.box_id}: {mixed.count} answers mixed, {mixed.broken} unreadable")


async def _deliver(wiring: Wiring) -> Delivered:
    return await deliver_due(
        wiring.people, wiring.outbox, wiring.relay, worker="by hand", limit=100_000
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
