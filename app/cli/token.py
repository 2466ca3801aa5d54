"""pikir token: the keys with which other systems speak to the API."""

import click
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit, holding, tokens
from app.accounts.tables import Token
from app.accounts.tokens import LONGEST_LIFE, Scope, Wanted
from app.cli.acting import in_transaction
from app.cli.places import inspectorate_named
from app.lib import clock
from app.lib.errors import AlreadyDone, Invalid
from app.registry import inspectorates


@click.group()
def token() -> None:
    """Keys to the API: make one, list them, revoke one; after a restore, take them again."""


@token.command()
@click.argument("name")
@click.option("--inspectorate", "slug", required=True, help="Its short name, such as geti.")
@click.option(
    "--scope", "scopes", multiple=True, required=True, type=click.Choice([*map(str, Scope)])
)
@click.option("--days", default=365, show_default=True, type=click.IntRange(1, LONGEST_LIFE))
def add(name: str, slug: str, scopes: tuple[str, ...], days: int) -> None:
    """Make a token for the system NAME, and print it: nobody can show it again."""

    async def act(session: AsyncSession) -> str:
        inspectorate = await inspectorate_named(session, slug)
        wanted = Wanted(name, inspectorate.id, scopes, days)
        text = await tokens.make(session, wanted, clock.now())
        audit.record(session, None, "made a token", f"{slug}: {name}")
        return text

    try:
        text = in_transaction(act)
    except AlreadyDone as error:
        raise click.ClickException(
            f"{slug} has a token named {name}. Revoke it first, or take another name."
        ) from error
    except Invalid as error:
        raise click.ClickException(str(error)) from error
    click.echo("Keep it where the other system reads its secrets; it is shown only now:", err=True)
    click.echo(text)


@token.command("list")
def list_() -> None:
    """Every token: its id, inspectorate, name, state, last day of use and scopes."""

    async def act(session: AsyncSession) -> str:
        names = {one.id: one.slug for one in await inspectorates.all_of(session)}
        return "\n".join(
            f"{_handle(one)}  {names[one.inspectorate_id]}  {one.name}  {_state(one)}"
            f"  last used: {one.last_used_on or 'never'}  {one.scopes}"
            for one in await tokens.tokens_of(session)
        )

    click.echo(in_transaction(act) or "There is no token.")


@token.command()
@click.argument("id_", metavar="ID")
def revoke(id_: str) -> None:
    """Revoke the token with this ID, as `pikir token list` shows it. It is refused at once."""

    async def act(session: AsyncSession) -> str:
        found = [one for one in await tokens.tokens_of(session) if _handle(one) == id_]
        if len(found) != 1:
            raise click.ClickException(f"There is no token {id_}. See `pikir token list`.")
        revoked = await tokens.revoke(session, found[0].id, clock.now())
        audit.record(session, None, "revoked a token", f"{id_}: {revoked.name}")
        return revoked.name

    try:
        click.echo(f"Revoked: {in_transaction(act)}")
    except AlreadyDone as error:
        raise click.ClickException("This token was revoked before.") from error


@token.command()
def resume() -> None:
    """After a restore: take tokens again, once people and tokens were looked through."""

    async def act(session: AsyncSession) -> bool:
        if not await holding.resume(session):
            return False
        audit.record(session, None, "let tokens in again")
        return True

    click.echo("Tokens are taken again." if in_transaction(act) else "Tokens are taken already.")


def _handle(one: Token) -> str:
    return one.id.hex[:8]


def _state(one: Token) -> str:
    if one.revoked_at:
        return f"revoked {one.revoked_at.date()}"
    word = "expires" if tokens.is_in_force(one, clock.now()) else "expired"
    return f"{word} {one.expires_at.date()}"
