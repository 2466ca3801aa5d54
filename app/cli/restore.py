"""pikir restore: an installation as it was when a backup was made, and what is known since."""

import asyncio
import json
from pathlib import Path

import click
import msgspec

from app.backups.manifest import Unusable
from app.backups.restoring import NotEmpty, Restored, Targets
from app.backups.restoring import restore as restore_backup
from app.backups.rows import Unfitting
from app.cli.backup import progress
from app.lib import clock
from app.settings import from_environment
from app.wiring import Wiring


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Delete what the two databases hold now.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def restore(folder: Path, replace: bool, as_json: bool) -> None:
    """Restore the backup FOLDER into the databases of the settings. Stop serve and worker first.

    Letters are held back afterwards, until `pikir deliver --resume`, and tokens of the API are
    refused, until `pikir token resume`.
    """
    try:
        restored = asyncio.run(_restore(folder, replace, as_json))
    except (Unusable, Unfitting, NotEmpty) as error:
        raise click.ClickException(str(error)) from error
    click.echo(_for_machines(restored) if as_json else _in_words(restored))


async def _restore(folder: Path, replace: bool, as_json: bool) -> Restored:
    async with Wiring(from_environment()) as wiring:
        targets = Targets(
            wiring.installation,
            wiring.people,
            wiring.ballots,
            wiring.keys,
            wiring.batch_folder,
            wiring.sent_folder,
            wiring.settings.site_folder,
        )
        with progress(as_json) as tell:
            return await restore_backup(targets, folder, clock.now(), replace=replace, tell=tell)


def _for_machines(restored: Restored) -> str:
    return json.dumps(msgspec.to_builtins(restored))


def _in_words(restored: Restored) -> str:
    ballots, releases = restored.ballots, restored.releases
    lines = [
        f"Restored {restored.rows} rows, as of {restored.made_at:%Y-%m-%d %H:%M} UTC.",
        f"Answers: {ballots.answers} that were mixed since are back, from {ballots.batches} files.",
        f"  {ballots.superseded} sealed ones of the backup were among them.",
        f"  {ballots.unreadable} are sealed for keys that are gone: nobody can open them any more.",
        f"Remarks: {ballots.masked} were masked since, and are masked again.",
        f"Links: {ballots.spent} more are known to be used.",
        f"Letters: {restored.went_out} more are known to have gone out.",
        *(f"Release: {name} was taken back from its site." for name in releases.added),
        *(f"WARNING: {name} is not the document that was released." for name in releases.altered),
        "",
        "NO TOKEN IS TAKEN, and whoever left since the backup can sign in again: look through",
        "people and tokens, end again what was ended since, and then:",
        "  pikir token resume",
        "",
        "NO LETTER GOES OUT until you say so. Start the worker, enter again what was entered after",
        "the backup, wait five minutes, and then:",
        "  pikir deliver --resume",
    ]
    if restored.doubtful:
        lines.append(
            f"It will ask what is to become of {restored.doubtful} letters that were waiting when"
            " the backup was made."
        )
    return "\n".join(lines)
