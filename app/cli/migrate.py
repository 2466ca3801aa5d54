"""pikir migrate: both databases to the newest schema."""

import click

from app.migrations import upgrade
from app.settings import from_environment


@click.command()
def migrate() -> None:
    """Bring both databases to the newest schema."""
    settings = from_environment()
    for history, url in (("people", settings.database_url), ("ballots", settings.ballots_url)):
        upgrade(history, url)
        click.echo(f"{history}: newest schema")
