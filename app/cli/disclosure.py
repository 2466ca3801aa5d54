"""pikir disclosure: whether anything hidden follows from all that was shown in a year."""

import asyncio

import click

from app.cli.places import inspectorate_named
from app.results.auditing.looking_back import Audited, audit
from app.settings import from_environment
from app.wiring import Wiring


@click.command()
@click.argument("inspectorate")
@click.argument("year", type=click.IntRange(2000, 2100))
def disclosure(inspectorate: str, year: int) -> None:
    """Solve for every count of INSPECTORATE's YEAR that is withheld or said in words, from all that
    was shown at any time. Exit status 1 if one is not hidden well enough: then nothing of its
    quarter is released.
    """
    audited = asyncio.run(_audit(inspectorate, year))
    if not audited:
        click.echo(f"Nothing was shown of {inspectorate} in {year}.")
        return
    for one in audited:
        click.echo(in_words(one))
    broken = sum(not one.is_kept for one in audited)
    counts = sum(len(one.hidden) for one in audited)
    click.echo(f"{counts} hidden counts in {sum(one.versions for one in audited)} tables")
    if broken:
        raise click.ClickException(f"{broken} questions tell what is hidden")


def in_words(one: Audited) -> str:
    words = "OK" if one.is_kept else "TELLS"
    if not one.is_as_moved:
        words = "ALTERED: pages show something else than was audited"
    return (
        f"{one.period} {one.channel} {one.questionnaire} {one.edition} {one.question}:"
        f" {one.versions} tables, {len(one.hidden)} hidden counts: {words}"
    )


async def _audit(inspectorate: str, year: int) -> list[Audited]:
    """Questions of which something was shown."""
    periods = [str(year), *(f"{year}-Q{number}" for number in range(1, 5))]
    async with Wiring(from_environment()) as wiring:
        async with wiring.people.reading() as session:
            await inspectorate_named(session, inspectorate)
        async with wiring.ballots.reading() as session:
            audited = await audit(session, wiring.shelf, inspectorate, periods)
    return [one for one in audited if one.versions or not one.is_as_moved]
