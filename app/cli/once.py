"""pikir deliver and pikir mix: a worker's job, once, by hand."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import TypeVar

import click

from app.ballots import mixing
from app.ballots.boxes import EditionChanged
from app.ballots.boxkeys import WrongKeyFolder, require
from app.lib import clock
from app.lib.locking import Taken
from app.mail import holding
from app.mail.delivering import Delivered, deliver_due, own_name
from app.mail.reconciling import reconcile
from app.results.auditing.attacking import may_show
from app.settings import from_environment
from app.wiring import Wiring

T = TypeVar("T")

_IN_DOUBT = """\
%d letters were waiting when the backup was made, and nobody knows whether they have gone out.
Say what is to become of them; nothing is sent until you do:
  PIKIR_RELAY_LOG=/var/log/mail.log pikir deliver --resume   the relay's own log decides (best)
  pikir deliver --resume --assume-sent   none is sent twice; what had not gone out never will
  pikir deliver --resume --send-again    none is lost; some may come twice, with the same link"""


@click.command()
@click.option("--resume", is_flag=True, help="After a restore: letters go out again from now on.")
@click.option("--assume-sent", is_flag=True, help="With --resume: those in doubt have gone out.")
@click.option("--send-again", is_flag=True, help="With --resume: those in doubt are sent.")
def deliver(resume: bool, assume_sent: bool, send_again: bool) -> None:
    """Send the letters that are due now."""
    if assume_sent and send_again:
        raise click.UsageError("--assume-sent and --send-again exclude each other.")
    if (assume_sent or send_again) and not resume:
        raise click.UsageError("--assume-sent and --send-again come with --resume.")
    if resume:
        _once(partial(_resume, assume_sent=assume_sent, is_decided=assume_sent or send_again))
    try:
        done = _once(_deliver)
    except WrongKeyFolder as error:
        raise click.ClickException(str(error)) from error
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
    if not done:
        click.echo("nothing mixed: no group has ten answers that wait")
    for mixed in done:
        click.echo(f"box {mixed.box_id}: {mixed.count} answers mixed, {mixed.broken} unreadable")


async def _resume(wiring: Wiring, *, assume_sent: bool, is_decided: bool) -> None:
    """The relay's log decides where there is one, unless the operator does."""
    log = wiring.settings.relay_log
    async with wiring.people.transaction() as session:
        if not await holding.is_held(session):
            return
        if is_decided:
            await holding.decide(session, clock.now(), assume_sent=assume_sent)
        elif log:
            await holding.doubt_all(session, clock.now())
    if log and not is_decided:  # while all is held: no worker may repeat what the log knows
        await reconcile(wiring.people, wiring.outbox, log, clock.now())
    async with wiring.people.transaction() as session:
        if not is_decided and (doubtful := await holding.doubtful(session)):
            raise click.ClickException(_IN_DOUBT % doubtful)
        await holding.resume(session)


async def _deliver(wiring: Wiring) -> Delivered:
    async with wiring.people.reading() as session:
        if since := await holding.held_since(session):
            raise click.ClickException(holding.in_words(since))
    await require(wiring.ballots, wiring.keys)
    return await deliver_due(
        wiring.people, wiring.outbox, wiring.relay, worker=own_name(), limit=100_000
    )


async def _mix(wiring: Wiring) -> list[mixing.Mixed]:
    return await mixing.mix(
        wiring.ballots, wiring.keys, wiring.batch_folder, wiring.shelf, may_show
    )


def _once(job: Callable[[Wiring], Awaitable[T]]) -> T:
    async def run() -> T:
        async with Wiring(from_environment()) as wiring:
            return await job(wiring)

    return asyncio.run(run())
