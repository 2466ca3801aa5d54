"""pikir letters: an address that gets none is written to again."""

import asyncio

import click

from app.accounts import audit
from app.lib import clock
from app.mail.repeating import repeat
from app.mail.suppressing import Unwanted, lift
from app.parts import Parts
from app.registry.addresses import clean
from app.settings import from_environment

_WHY = {
    "hard": "a server said that there is no such address",
    "soft": "letters to it came back again and again",
    "unsubscribed": "its owner had asked for no more",
    "complaint": "its owner had reported a letter as unwanted",
}
_WISH = """\
The owner of this address said on %s that no more letters are wanted. Nothing was changed.
Only the owner can take that back. If the owner asks for letters again:
  pikir letters resume %s --owner-asks"""


@click.group()
def letters() -> None:
    """Letters to single addresses."""


@letters.command()
@click.argument("address")
@click.option(
    "--owner-asks", is_flag=True, help="The owner, who wanted no letters, asks for them again."
)
def resume(address: str, owner_asks: bool) -> None:
    """Write to ADDRESS again, which gets no letters because of a mistake.

    Letters of the last weeks that a server refused, or sent back, as to nobody go out again. What
    was not sent because it was stopped stays unsent.
    """
    try:
        reason = asyncio.run(_resume(clean(address), owner_asks))
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    except Unwanted as error:
        day = f"{error.since:%Y-%m-%d}"
        raise click.ClickException(_WISH % (day, address)) from error
    if reason:
        click.echo(f"This address gets letters again. It got none because {_WHY[reason]}.")
    else:
        click.echo("Nothing to change: nothing keeps letters from this address.")


async def _resume(address: str, owner_asks: bool) -> str | None:
    """The audit trail names the address by its fingerprint."""
    async with Parts(from_environment()) as parts, parts.people.transaction() as session:
        to_print = parts.addresses.print(address)
        reason = await lift(session, to_print, owner_asks=owner_asks)
        if reason:
            await repeat(session, to_print, clock.now())
            audit.record(session, None, f"resumed letters ({reason})", to_print.hex())
        return reason
