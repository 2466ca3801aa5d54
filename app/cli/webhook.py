"""pikir webhook: addresses of other systems that are told of releases."""

from uuid import UUID

import click
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.cli.acting import in_transaction
from app.cli.places import inspectorate_named
from app.lib import clock
from app.lib.errors import AlreadyDone, Invalid
from app.publications.tables import Webhook
from app.publications.webhooks import managing
from app.publications.webhooks.managing import Told, Wanted
from app.publications.webhooks.signing import Vault
from app.publications.webhooks.telling import in_words, subject
from app.registry import inspectorates
from app.settings import from_environment


@click.group()
def webhook() -> None:
    """Addresses that are told of releases: add one, list them, try one, remove one."""


@webhook.command()
@click.argument("url")
@click.option("--inspectorate", "slug", help="Of this one's releases only, such as geti.")
def add(url: str, slug: str | None) -> None:
    """Tell URL of every release from now on, and print the secret that signs the messages."""
    settings = from_environment()

    async def act(session: AsyncSession) -> str:
        where = (await inspectorate_named(session, slug)).id if slug else None
        vault = Vault(settings.pepper)
        wanted = Wanted(url, where)
        is_demo = not settings.is_https
        secret = await managing.add(session, vault, wanted, clock.now(), is_demo=is_demo)
        audit.record(session, None, "added a webhook", url[:200])
        return secret

    try:
        secret = in_transaction(act)
    except AlreadyDone as error:
        raise click.ClickException("This address is on the list already.") from error
    except Invalid as error:
        raise click.ClickException(str(error)) from error
    click.echo("Give it to whoever runs the other system; it is shown only now:", err=True)
    click.echo(secret)


@webhook.command("list")
def list_() -> None:
    """Every address: its id, whose releases it is told of, and what became of its messages."""

    async def act(session: AsyncSession) -> str:
        slugs = {one.id: one.slug for one in await inspectorates.all_of(session)}
        return "\n".join(_told(one, slugs) for one in await managing.every(session))

    click.echo(in_transaction(act) or "There is no webhook.")


@webhook.command("test")
@click.argument("id_", metavar="ID")
def test_(id_: str) -> None:
    """Send a test message to the address with this ID, as `pikir webhook list` shows it."""

    async def act(session: AsyncSession) -> str:
        found = await _named(session, id_)
        await managing.try_out(session, found.id, clock.now())
        audit.record(session, None, "tried a webhook", found.url[:200])
        return found.url

    click.echo(f"The worker sends it to {in_transaction(act)} now. See `pikir webhook list`.")


@webhook.command()
@click.argument("id_", metavar="ID")
def remove(id_: str) -> None:
    """Send nothing more to the address with this ID."""

    async def act(session: AsyncSession) -> str:
        removed = await managing.remove(session, (await _named(session, id_)).id)
        audit.record(session, None, "removed a webhook", removed.url[:200])
        return removed.url

    click.echo(f"Removed: {in_transaction(act)}")


def _told(one: Told, slugs: dict[UUID, str]) -> str:
    of = one.webhook.inspectorate_id
    ended = "  ended by 410" if one.webhook.ended_at else ""
    lines = [f"{_handle(one.webhook)}  {slugs[of] if of else 'all'}  {one.webhook.url}{ended}"]
    for message in one.messages:
        lines.append(f"    {message.made_at.date()}  {subject(message)}: {in_words(message)}")
    return "\n".join(lines)


async def _named(session: AsyncSession, handle: str) -> Webhook:
    found = [one.webhook for one in await managing.every(session)]
    found = [one for one in found if _handle(one) == handle]
    if len(found) != 1:
        raise click.ClickException(f"There is no webhook {handle}. See `pikir webhook list`.")
    return found[0]


def _handle(one: Webhook) -> str:
    return one.id.hex[:8]
