"""pikir archive: the records of closed quarters."""

import asyncio

import click

from app.lib.db import Database
from app.registry.archive.verifying import Verified, verify
from app.settings import from_environment


@click.group()
def archive() -> None:
    """The archive of closed records."""


@archive.command("verify")
def verify_() -> None:
    """Compare every file with its digest, and the register with the files."""
    every = asyncio.run(_verified())
    for one in every:
        click.echo(f"{one.inspectorate.slug} {one.archived.quarter}: {_told(one)}")
    wrong = sum(not one.is_right for one in every)
    click.echo(f"{len(every)} quarters, {wrong} not as they were written.")
    if wrong:
        raise SystemExit(1)


async def _verified() -> list[Verified]:
    database = Database(from_environment().database_url)
    try:
        async with database.reading() as session:
            return [one async for one in verify(session)]
    finally:
        await database.close()


def _told(one: Verified) -> str:
    if not one.is_whole:
        return "the file does not have its digest"
    if one.differing:
        return f"the register says otherwise about {', '.join(one.differing)}"
    return f"{one.archived.records} records, {one.archived.digest}"
