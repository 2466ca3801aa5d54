"""pikir audit: who of the staff did what, and whether that list is as it was written."""

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import click

from app.accounts import chain, reading_events
from app.accounts.chain import Fault, Verified
from app.accounts.reading_events import Asked, Told
from app.parts import Parts
from app.settings import from_environment

_WORDS = {
    "missing": "event {number} is not there: nothing from it on is to be trusted",
    "altered": "event {number} was altered: nothing from it on is to be trusted",
    "cut": "the head that was given is not in this trail, which ends with event {number}: its end"
    " was cut off, or it was written anew",
}


@click.group()
def audit() -> None:
    """The audit trail: what the staff and the operator did."""


@audit.command()
@click.option("--head", "earlier", help="A digest that was the head earlier, as releases tell it.")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
def verify(earlier: str | None, as_json: bool) -> None:
    """Whether the trail is as it was written. Exit status 1 if it is not.

    Without --head nobody can tell whether events are missing at its end. Each release holds the
    head of its day, as audit_head.
    """
    found = asyncio.run(_verify(_digest(earlier) if earlier else None))
    if as_json:
        click.echo(json.dumps(_plain(found)))
    elif found.fault:
        click.echo(f"BROKEN: {describe(found.fault)}", err=True)
    else:
        click.echo(f"OK: {found.head.number} events, head {found.head.digest.hex()}")
    raise SystemExit(1 if found.fault else 0)


@audit.command()
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="The first day, in UTC.")
@click.option("--json", "as_json", is_flag=True, help="For machines: one line each.")
def show(since: datetime | None, as_json: bool) -> None:
    """Every event, oldest first."""
    asked = Asked(since=since.replace(tzinfo=UTC) if since else None)
    for told in reversed(asyncio.run(_read(asked))):
        plain = _event(told)
        click.echo(json.dumps(plain) if as_json else "  ".join(str(one) for one in plain.values()))


def describe(fault: Fault) -> str:
    return _WORDS[fault.what].format(number=fault.number)


async def _verify(earlier: bytes | None) -> Verified:
    async with Parts(from_environment()) as parts, parts.people.reading() as session:
        return await chain.verify(session, earlier=earlier)


async def _read(asked: Asked) -> list[Told]:
    async with Parts(from_environment()) as parts, parts.people.reading() as session:
        return list(await reading_events.events(session, asked))


def _plain(found: Verified) -> Mapping[str, Any]:
    return {
        "events": found.head.number,
        "head": found.head.digest.hex(),
        "fault": found.fault and {"number": found.fault.number, "what": found.fault.what},
    }


def _event(told: Told) -> Mapping[str, Any]:
    return {
        "number": told.event.number,
        "at": told.event.at.isoformat(timespec="seconds"),
        "person": told.name or str(told.event.person_id or "operator"),
        "act": told.event.act,
        "about": told.event.about,
    }


def _digest(written: str) -> bytes:
    try:
        digest = bytes.fromhex(written)
    except ValueError:
        digest = b""
    if len(digest) != len(chain.BEGINNING):
        raise click.BadParameter("A head is 64 digits of 0-9 and a-f.", param_hint="--head")
    return digest
