"""pikir backup: both databases and the batch files, while everything runs."""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress, TaskID

from app.backups import making
from app.backups.contents import NotNewest
from app.backups.making import Exists, Sources
from app.backups.proving import Unproven
from app.backups.rows import Tell, silently
from app.lib import clock
from app.lib.files import write_whole
from app.lib.locking import Taken
from app.lib.turns import turn
from app.settings import from_environment
from app.wiring import Wiring


@dataclass(frozen=True)
class Made:
    path: Path
    pruned: list[Path]


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep", type=click.IntRange(min=1), help="Delete all but this many of the newest.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def backup(folder: Path, keep: int | None, as_json: bool) -> None:
    """Make a backup in a new folder in FOLDER, and prove that it can be restored.

    It holds people/ and ballots/, which may be kept apart. Keep the settings file elsewhere, and
    never the key folder: see the handbook.
    """
    try:
        made = asyncio.run(_make(folder, keep, as_json))
    except Taken as error:
        raise click.ClickException("Another backup is being made. Try again later.") from error
    except (NotNewest, Exists, Unproven) as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(
            f"{error.filename or folder}: {error.strerror}. Nothing was kept; the older backups"
            " are untouched."
        ) from error
    _say(made, as_json)


async def _make(folder: Path, keep: int | None, as_json: bool) -> Made:
    async with (
        Wiring(from_environment()) as wiring,
        turn("backup", wiring.people, wiring.keys),
    ):
        sources = Sources(wiring.installation, wiring.people, wiring.ballots, wiring.batch_folder)
        with progress(as_json) as tell:
            path = await making.make(sources, folder, clock.now(), tell)
        write_whole(wiring.last_backup, str(path.absolute()).encode(), mode=0o600)
        return Made(path, making.prune(folder, keep) if keep else [])


@contextmanager
def progress(quiet: bool) -> Iterator[Tell]:
    """A bar for each thing that is at work, on a terminal."""
    if quiet or not sys.stderr.isatty():
        yield silently
        return
    tasks: dict[str, TaskID] = {}
    with Progress(
        *Progress.get_default_columns()[:1],
        "{task.completed} rows",
        console=Console(stderr=True),
        transient=True,
    ) as bars:

        def tell(what: str, rows: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=None)
            bars.advance(tasks[what], rows)

        yield tell


def _say(made: Made, as_json: bool) -> None:
    if as_json:
        pruned = [str(path) for path in made.pruned]
        click.echo(json.dumps({"backup": str(made.path), "proven": True, "pruned": pruned}))
        return
    click.echo(f"{made.path}: made, and proven by restoring it")
    for path in made.pruned:
        click.echo(f"{path}: deleted")
