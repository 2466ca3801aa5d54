"""pikir doctor: is everything as it should be, and what to do where it is not."""

import asyncio
import json
import os
from dataclasses import asdict

import click

from app.cli.examining import examine
from app.cli.examining.findings import ERROR, OK, WARNING, Finding
from app.settings import Settings, WrongSetting, from_environment

_EXITS = {OK: 0, WARNING: 1, ERROR: 2}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option(
    "--network", "with_network", is_flag=True, help="Also ask the mail server and name servers."
)
def doctor(as_json: bool, with_network: bool) -> None:
    """Look at everything an installation needs. Exit status 1 after a warning, 2 after an error."""
    findings = asyncio.run(_examine(with_network))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings]))
    else:
        _say(findings)
    raise SystemExit(max(_EXITS[finding.level] for finding in findings))


async def _examine(with_network: bool) -> list[Finding]:
    try:
        settings: Settings = from_environment()
    except WrongSetting as error:  # nothing else can be looked at
        return [Finding("settings", ERROR, str(error))]
    examined = await examine(settings, os.environ, with_network=with_network)
    return [Finding("settings", OK, "all there"), *examined]


def _say(findings: list[Finding]) -> None:
    width = max(len(finding.name) for finding in findings)
    colours = {OK: "green", WARNING: "yellow", ERROR: "red"}
    for finding in findings:
        level = click.style(f"{finding.level:8}", fg=colours[finding.level])
        click.echo(f"{level} {finding.name:{width}}  {finding.words}")
