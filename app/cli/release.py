"""pikir release: a closed quarter, or a year of released ones, is published, now."""

import asyncio
import re

import click

from app.lib import clock
from app.lib.errors import RuleBroken
from app.lib.locking import Taken
from app.lib.quarters import Quarter
from app.publications.annual import release_year
from app.publications.publishing import publish
from app.publications.releasing import release as release_quarter
from app.registry import inspectorates
from app.registry.tables import Inspectorate
from app.results.charts.drawing import draw
from app.settings import from_environment
from app.wiring import Wiring


@click.command()
@click.argument("period")
@click.option("--inspectorate", "slug", help="Only this one, by its short name.")
def release(period: str, slug: str | None) -> None:
    """Release PERIOD, such as 2026-Q3 or 2026, and write the sites. A second time changes nothing.

    A year is released after all its quarters.
    """
    try:
        wanted = int(period) if re.fullmatch(r"[0-9]{4}", period) else Quarter.parse(period)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="PERIOD") from error
    refused = asyncio.run(_release(wanted, slug))
    if refused:
        raise click.ClickException("\n".join(refused))


async def _release(period: Quarter | int, slug: str | None) -> list[str]:
    """What was refused, one sentence each."""
    refused = []
    async with Wiring(from_environment()) as wiring:
        for inspectorate in await _chosen(wiring, slug):
            try:
                await _one(wiring, inspectorate, period)
            except Taken as error:
                raise click.ClickException(
                    "The worker is publishing just now, and will publish this, too."
                ) from error
            except RuleBroken as error:
                refused.append(f"{inspectorate.slug}: {error}")
    return refused


async def _one(wiring: Wiring, inspectorate: Inspectorate, period: Quarter | int) -> None:
    sources = wiring.people, wiring.ballots, wiring.shelf, inspectorate
    if isinstance(period, int):
        digest = (await release_year(*sources, period, clock.now())).digest
    else:
        digest = (await release_quarter(*sources, period, clock.now())).digest
    written = await publish(wiring.people, inspectorate, wiring.settings.site_folder, draw)
    click.echo(f"{inspectorate.slug} {period} {digest}")
    click.echo(f"  {len(written)} files written in {wiring.settings.site_folder}")


async def _chosen(wiring: Wiring, slug: str | None) -> list[Inspectorate]:
    async with wiring.people.reading() as session:
        every = await inspectorates.all_of(session)
    chosen = [one for one in every if slug in (None, one.slug)]
    if not chosen:
        known = ", ".join(one.slug for one in every) or "none yet"
        raise click.ClickException(f"There is no inspectorate {slug or ''}. Known: {known}.")
    return chosen
