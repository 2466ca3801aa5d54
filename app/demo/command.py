"""pikir demo: the whole product on simulated data, in one folder."""

import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click

FOLDER = Path("var/demo")
_NEEDED = ("aiosmtpd", "httpx")  # the extra [demo]


@click.command()
@click.option("--once", is_flag=True, help="Do not stay up: print a summary and end.")
def demo(once: bool) -> None:
    """Play nine months of two inspectorates through in var/demo, then stay up to be looked at."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise click.ClickException(
            f"The demo needs {' and '.join(missing)}. Install them: pip install 'pikir[demo]'"
        )
    running = import_module("app.demo.running")  # only now: it needs what may be missing
    try:
        found = running.run(FOLDER, once=once)
    except running.Unusable as error:
        raise click.ClickException(str(error)) from error
    except KeyboardInterrupt:
        click.echo(f"Stopped before the end. What it made lies in {FOLDER}.", err=True)
        sys.exit(130)
    if found.faults:
        raise click.ClickException("It does not add up.\n" + "\n".join(found.faults))
