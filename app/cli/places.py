"""Inspectorates as they are named on the command line."""

import click
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import NotFound
from app.registry import inspectorates
from app.registry.tables import Inspectorate


async def inspectorate_named(session: AsyncSession, slug: str) -> Inspectorate:
    try:
        return await inspectorates.named(session, slug)
    except NotFound as error:
        raise click.ClickException(f"{error} `pikir inspectorate add FILE` adds one.") from error
