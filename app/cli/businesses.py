"""pikir businesses: those that stand in the register twice, merged and parted again."""

from collections.abc import Awaitable, Callable
from typing import TypeVar, get_args

import click
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.cli.acting import in_transaction
from app.lib import clock
from app.lib.errors import AlreadyDone, Invalid
from app.registry.businesses import numbered
from app.registry.countries import Country
from app.registry.doubles.finding import Row, doubles
from app.registry.doubles.merging import By, merge, unmerge
from app.registry.doubles.tables import Merge
from app.registry.tables import Business

_Result = TypeVar("_Result")
_country = click.option("--country", required=True, type=click.Choice(get_args(Country)))


@click.group()
def businesses() -> None:
    """The register of businesses."""


@businesses.command("doubles")
@click.option("--limit", default=100, show_default=True, help="How many pairs at most.")
def doubles_(limit: int) -> None:
    """Name pairs that are likely to be one business, the one to keep first."""
    found = _inside(lambda session: doubles(session, limit))
    for double in found:
        one, other = (_told(row) for row in (double.kept, double.other))
        click.echo(f"{double.why}: {one}  <-  {other}")
    click.echo(f"{len(found)} pairs.", err=True)


@businesses.command("merge")
@click.argument("number")
@click.argument("kept")
@_country
def merge_(number: str, kept: str, country: str) -> None:
    """Merge the business of NUMBER into that of KEPT (tax or licence numbers)."""
    merged = _inside(lambda session: _merge(session, country, number, kept))
    click.echo(f"Merged: {merged.acts} inspections moved. `pikir businesses unmerge` undoes it.")


@businesses.command("unmerge")
@click.argument("number")
@_country
def unmerge_(number: str, country: str) -> None:
    """Undo the merge of the business of NUMBER."""
    _inside(lambda session: _unmerge(session, country, number))
    click.echo("Undone: the inspections entered under its numbers are its own again.")


def _inside(act: Callable[[AsyncSession], Awaitable[_Result]]) -> _Result:
    try:
        return in_transaction(act)
    except AlreadyDone as error:
        raise click.ClickException("Nothing to do, or it has been merged otherwise.") from error
    except Invalid as error:
        raise click.ClickException(str(error)) from error


async def _merge(session: AsyncSession, country: str, number: str, kept: str) -> Merge:
    business, into = [await _found(session, country, one) for one in (number, kept)]
    merged = await merge(session, business.id, into.id, By(None, clock.now()))
    audit.record(session, None, "merged businesses", f"{country} {number} into {kept}")
    return merged


async def _unmerge(session: AsyncSession, country: str, number: str) -> Merge:
    business = await _found(session, country, number)
    merged = await unmerge(session, business.id, By(None, clock.now()))
    audit.record(session, None, "parted businesses", f"{country} {number}")
    return merged


async def _found(session: AsyncSession, country: str, number: str) -> Business:
    found = await numbered(session, country, number)
    if found is None:
        raise click.ClickException(f"No business of {country} has the number {number}.")
    return found


def _told(row: Row) -> str:
    number = row.business.tax_number or row.business.licence_number
    return f"{row.business.country} {number} {row.business.name} ({row.acts} acts)"
