"""Boxes that close with nine answers: these wait for the year's end, and are not mixed yet.

The adversary has the database from before and after the closing, and steals the keys after it. The
nine can be read then. Whose each of them is, must not be known.
"""

from pathlib import Path

from sqlmodel import select

from app.ballots.boxes import BoxName, Part
from app.ballots.content import open_content
from app.ballots.tables import Envelope
from app.lib.clock import step_to
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from tests.making.ballots import (
    AFTER_CLOSE,
    NOON,
    SHELF,
    SHORT,
    casting,
    make_box,
    make_ticket,
    mix,
)
from tests.privacy.adversary import Evidence
from tests.privacy.elections import Person, cast_and_see
from tests.privacy.holdings import Traces, hold, log_end

BOXES = 10
TOO_FEW = 9


async def remainders(
    database: Database, keys: KeyFolder, folder: Path, name: str = "first"
) -> list[Evidence]:
    """Which envelope from before the closing is which of those after it."""
    step_to(NOON)
    since = log_end(database)
    boxes = [await _nine(database, keys, f"{name}-{number}") for number in range(BOXES)]
    holding = hold(database, since)
    before = [_traces(holding.traces("ballots_envelope", _ids(nine)), nine) for nine in boxes]
    since = log_end(database)
    step_to(AFTER_CLOSE)
    await mix(database, keys, folder / "batches", SHELF)
    holding = hold(database, since)
    opened = await _opened(database, keys)
    after = [
        holding.traces("ballots_envelope", [opened[one.mark] for one in nine]) for nine in boxes
    ]
    return [
        Evidence(TOO_FEW, {"ticket": one, "waiting": other})
        for one, other in zip(before, after, strict=True)
    ]


async def _nine(database: Database, keys: KeyFolder, name: str) -> list[Person]:
    box = BoxName(name, Quarter(2026, 3), SHORT.name, SHORT.edition)
    box_id = await make_box(database, keys, Part(1), name=box)
    people = [Person(make_ticket(box_id), time) for time in range(TOO_FEW)]
    async with casting(database) as slots:
        for person in people:
            await cast_and_see(database, slots, person)
    return people


def _ids(people: list[Person]) -> list[bytes]:
    return [person.envelope for person in people]


def _traces(of_envelopes: Traces, people: list[Person]) -> Traces:
    return {"time": [person.time for person in people], **of_envelopes}


async def _opened(database: Database, keys: KeyFolder) -> dict[object, bytes]:
    """The ids of envelopes by the mark inside, read with the keys that are there now."""
    async with database.reading() as session:
        envelopes = (await session.exec(select(Envelope))).all()
    return {
        open_content(keys.read(one.key_name), one.sealed).closed["mark"]: one.id
        for one in envelopes
    }
