"""The mixer is killed: is any answer lost or doubled, do keys and batch files fit afterwards?"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import col, select

from app.ballots import batchfiles, tables
from app.ballots.boxes import Part
from app.ballots.tables import Answer, CountingCode, Envelope, Group, Tally
from app.lib import clock
from app.lib.keyfolder import KeyFolder
from app.settings import Settings
from app.wiring import Wiring
from tests.faults.house import KILLED, Nursery, copied
from tests.making.ballots import NOON, cast, make_box, make_content

# Two groups are ripe, one goes on waiting.
GROUPS = {1: 14, 2: 11, 3: 6}
CAST = sum(GROUPS.values())


@dataclass
class Mixed:
    kills: int = 0
    lost: int = 0
    doubled: int = 0
    unfit: int = 0  # times that keys, batch files or tallies did not fit what is in the database


async def prepare(settings: Settings) -> None:
    """A box in which answers wait, each with a counting code of its own."""
    clock.step_to(NOON)
    settings.key_folder.parent.mkdir(parents=True, exist_ok=True)
    wiring = Wiring(settings)
    box_id = await make_box(
        wiring.ballots, wiring.keys, *(Part(number, (f"region {number}",)) for number in GROUPS)
    )
    for number, count in GROUPS.items():
        await cast(wiring.ballots, box_id, [make_content() for _ in range(count)], number)
    await wiring.close()


async def kill_at_every_step(nurse: Nursery, settings: Settings, folder: Path, every: int) -> Mixed:
    """Each time in a fresh copy, before one step further, until a mixer reaches its end."""
    total, step = Mixed(), 1
    while True:
        home = copied(settings, folder / f"mixing-{step}")
        was_killed = await nurse.run("mix", home, step) == KILLED
        assert await nurse.run("mix", home) == 0
        await account(home, total)
        shutil.rmtree(home.key_folder.parent)
        if not was_killed:
            return total
        total.kills += 1
        step += every


async def account(settings: Settings, total: Mixed) -> None:
    """After a mixer that nobody killed has gone over what the killed one left."""
    wiring = Wiring(settings)
    async with wiring.ballots.reading() as session:
        answers = (await session.exec(select(Answer))).all()
        codes = (await session.exec(select(CountingCode))).all()
        waiting = (await session.exec(select(Envelope))).all()
        groups = (await session.exec(select(Group))).all()
        batches = set(await session.exec(select(tables.Batch.id)))
        tallies = (await session.exec(select(Tally).where(col(Tally.question) == ""))).all()
    await wiring.close()
    there = len(answers) + len(waiting)
    total.lost += max(0, CAST - there)
    total.doubled += max(0, there - CAST)
    total.unfit += len(codes) != len(answers)
    total.unfit += sum(tally.count for tally in tallies) != len(answers)
    named = {group.key_name for group in groups if group.key_name}
    named |= {envelope.key_name for envelope in waiting}
    total.unfit += set(KeyFolder(settings.key_folder).names("box-")) != named
    total.unfit += {path.stem for path in batchfiles.kept(wiring.batch_folder)} != batches
    total.unfit += bool(list(wiring.batch_folder.glob("*.pending")))
