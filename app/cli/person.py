"""pikir person: somebody of the staff, and the link by which they set their password."""

from collections.abc import Awaitable, Callable
from functools import partial
from uuid import UUID

import click
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit, links, people, second_factor
from app.accounts.roles import ADMINISTRATOR, Role
from app.accounts.signing_in import sign_out_everywhere
from app.accounts.tables import Person
from app.cli.acting import in_transaction
from app.cli.places import inspectorate_named
from app.lib import clock
from app.lib.errors import AlreadyDone, Invalid
from app.settings import from_environment

Act = Callable[[AsyncSession], Awaitable[str]]


@click.group()
def person() -> None:
    """The staff: add somebody, give them a new link, forget their lost second factor."""


@person.command()
@click.argument("email")
@click.argument("name")
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default=ADMINISTRATOR.value
)
@click.option(
    "--inspectorate", "slug", help="Where; administrator, ministry and observer are everywhere."
)
def add(email: str, name: str, role: str, slug: str | None) -> None:
    """Add NAME with the address EMAIL, and print the link that lets them in once."""

    async def act(session: AsyncSession) -> str:
        where = await _inspectorate(session, slug)
        added = await people.add(session, email, name)
        await people.give(session, added, Role(role), where)
        audit.record(session, None, f"added {role}", str(added.id))
        return await links.make(session, added, clock.now())

    _print_link(act)


@person.command()
@click.argument("email")
def link(email: str) -> None:
    """Print a new link for EMAIL, who has forgotten the password or never set it."""

    async def act(session: AsyncSession) -> str:
        found = await _named(session, email)
        audit.record(session, None, "made a link", str(found.id))
        return await links.make(session, found, clock.now())

    _print_link(act)


@person.command()
@click.argument("email")
def forget_second_factor(email: str) -> None:
    """EMAIL has lost telephone and recovery codes, and no administrator is left to help.

    Until they set up a new one they sign in with the password alone. Their sessions end.
    """
    in_transaction(partial(_forget_second_factor, email=email))
    click.echo("The second factor is off. Set up a new one after signing in.")


async def _forget_second_factor(session: AsyncSession, *, email: str) -> str:
    found = await _named(session, email)
    await second_factor.turn_off(session, found)
    await sign_out_everywhere(session, found.id)
    audit.record(session, None, "took off a second factor", str(found.id))
    return ""


async def _named(session: AsyncSession, email: str) -> Person:
    found = await people.by_email(session, email)
    if found is None:
        raise click.ClickException(f"Nobody here has the address {email}.")
    return found


def _print_link(act: Act) -> None:
    settings = from_environment()
    try:
        token = in_transaction(act)
    except AlreadyDone as error:
        raise click.ClickException(
            "This address is known already. `pikir person link` prints a new link for it."
        ) from error
    except Invalid as error:
        raise click.ClickException(str(error)) from error
    minutes = int(links.LASTS.total_seconds() // 60)
    click.echo(f"Good once, for {minutes} minutes:")
    click.echo(f"{settings.base_url}{links.PATH}{token}")


async def _inspectorate(session: AsyncSession, slug: str | None) -> UUID | None:
    return (await inspectorate_named(session, slug)).id if slug else None
