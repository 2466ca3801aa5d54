"""pikir bounce: one mail from the mail server's pipe."""

import asyncio
import os
import sys

import click
from sqlalchemy.exc import SQLAlchemyError

from app.lib import clock
from app.lib.outages import Unreachable
from app.mail.bounces.kinds import Kind
from app.mail.bounces.parsing import LIMIT
from app.mail.bounces.receiving import receive
from app.settings import WrongSetting, from_environment
from app.wiring import Wiring


@click.command()
def bounce() -> None:
    """Read a bounce or a complaint from standard input, and act on it.

    For a mail server's pipe: the exit status is 75 (try again later) while the database or a
    setting is missing, and 0 otherwise, whatever the mail says.
    """
    raw = sys.stdin.buffer.read(LIMIT)
    while sys.stdin.buffer.read(LIMIT):
        pass  # a server whose pipe breaks would return the mail
    try:
        kind = asyncio.run(_receive(raw))
    except (SQLAlchemyError, Unreachable, OSError, WrongSetting) as error:
        click.echo(f"Not now: {type(error).__name__}", err=True)
        raise SystemExit(os.EX_TEMPFAIL) from error
    click.echo(kind)


async def _receive(raw: bytes) -> Kind:
    async with Wiring(from_environment()) as wiring, wiring.people.transaction() as session:
        return await receive(session, wiring.outbox.names, raw, clock.now())
