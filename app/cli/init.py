"""pikir init: a file with every setting, with fresh secrets."""

import secrets
from pathlib import Path

import click
from cryptography.fernet import Fernet

TEMPLATE = """\
# Pikir's settings. Keep this file secret and out of the databases' backups.
# Every NAME may be NAME_FILE instead, naming a file that holds the value.
PIKIR_DATABASE_URL=sqlite:///{folder}/people.sqlite3
PIKIR_BALLOTS_URL=sqlite:///{folder}/ballots.sqlite3
PIKIR_SMTP_URL=smtp://127.0.0.1:25
PIKIR_BASE_URL=https://pikir.example
PIKIR_KEY_FOLDER={folder}/keys
PIKIR_SITE_FOLDER={folder}/site
PIKIR_SECRET_KEYS={secret}
PIKIR_PEPPER={pepper}
PIKIR_EMAIL_KEYS={email}
"""


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def init(folder: Path) -> None:
    """Write FOLDER/pikir.env: databases, keys and sites will live in FOLDER."""
    file = folder / "pikir.env"
    if file.exists():
        raise click.ClickException(
            f"{file} is there already; its secrets are in use. Nothing done."
        )
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    content = TEMPLATE.format(
        folder=folder.resolve(),
        secret=secrets.token_urlsafe(48),
        pepper=secrets.token_urlsafe(48),
        email=Fernet.generate_key().decode(),
    )
    file.touch(mode=0o600)
    file.write_text(content)
    click.echo(f"Wrote {file}. Set PIKIR_BASE_URL and PIKIR_SMTP_URL in it, then:")
    click.echo(f"  set -a; . {file}; set +a; pikir migrate && pikir serve")
