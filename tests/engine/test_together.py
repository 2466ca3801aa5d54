"""Processes at the same thing, and one that loses its server: everything happens once."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, func, select

from app.ballots.tables import Answer
from app.invitations.tables import Invitation
from app.lib import clock
from app.lib.db import Database
from app.mail import states
from app.mail.tables import Letter
from app.settings import Settings
from app.wiring import Wiring
from app.work import answers
from tests.engine.server import Server
from tests.faults import mixing, publishing
from tests.faults.house import Nursery
from tests.faults.mail import stage
from tests.faults.mixing import GROUPS, Mixed, account
from tests.installation import installation
from tests.making.ballots import NOON

pytestmark = pytest.mark.slow  # servers and processes of their own


async def both(nurses: list[Nursery], job: str, settings: Settings) -> list[int]:
    """How they ended: 0, or 1 for whom the turn was taken."""
    return sorted(await asyncio.gather(*(nurse.run(job, settings) for nurse in nurses)))


async def test_two_workers_invite_remind_and_deliver_each_once(
    nurses: list[Nursery], settings: Settings
) -> None:
    people, ballots = Database(settings.database_url), Database(settings.ballots_url)
    clock.step_to(NOON)
    folder = settings.key_folder.parent
    async with installation(people, ballots, folder) as house:
        await house.record(date(2026, 7, 20), 12)
        await answers.open_boxes(house.wiring, NOON)
        assert 0 in await both(nurses, "invite", house.wiring.settings)
        assert await _count(people, Invitation) == 12
        clock.step_to(NOON + timedelta(days=1))  # the next sending window
        assert await both(nurses, "deliver", house.wiring.settings) == [0, 0]
        assert len({letter["To"] for letter in house.mailbox.letters}) == 12
        assert len(house.mailbox.letters) == 12
        clock.step_to(NOON + timedelta(days=9))
        assert 0 in await both(nurses, "remind", house.wiring.settings)
        assert await both(nurses, "deliver", house.wiring.settings) == [0, 0]
        assert len(house.mailbox.letters) == 24
        assert len(house.links()) == 12
    for database in (people, ballots):
        await database.close()


async def test_a_worker_that_was_stopped_for_too_long_changes_nothing_afterwards(
    nurses: list[Nursery], settings: Settings
) -> None:
    addresses = (settings.database_url, settings.ballots_url, settings.key_folder.parent)
    async with stage(addresses, nurses, lines=1) as house:
        house.least = 20
        await house.hold_beyond_its_lease()
        assert await _states(house.wiring) == {states.SENT: 20}
        assert await _own(house.wiring) == 0
        toll = await house.settle()
    assert (toll.lost, toll.changed) == (0, 0)
    assert toll.doubled <= 1


async def test_no_letter_comes_twice_when_the_server_is_started_again_under_a_worker(
    own: Server, settings: Settings, nurses: list[Nursery]
) -> None:
    folder = settings.key_folder.parent
    addresses = (settings.database_url, settings.ballots_url, folder)
    async with stage(addresses, nurses) as house:
        house.least = 16
        await house.fill()
        worker = await nurses[0].start("deliver", house.settings)
        await house.office.busy.wait()
        await asyncio.to_thread(own.restart, "immediate")
        assert await worker.ended == 0
        toll = await house.settle()
    assert (toll.letters, toll.lost, toll.doubled) == (16, 0, 0)


async def test_two_mixers_lose_and_double_no_answer(
    nurses: list[Nursery], settings: Settings
) -> None:
    await mixing.prepare(settings)
    clock.step_to(NOON)
    assert 0 in await both(nurses, "mix", settings)
    await nurses[0].run("mix", settings)
    total = Mixed()
    await account(settings, total)
    assert total == Mixed()
    wiring = Wiring(settings)
    assert await _count(wiring.ballots, Answer) == GROUPS[1] + GROUPS[2]
    await wiring.close()


async def test_two_publishers_make_one_site_and_readers_see_no_mixture(
    nurses: list[Nursery], settings: Settings, tmp_path: Path
) -> None:
    await publishing.prepare(nurses[0], settings)
    reader = publishing.Reader(settings.site_folder / publishing.SITE)
    with reader.reading():
        for latest in ("2026-q3", "2026-q4", "2026-q3"):
            publishing.bundle(settings, latest)
            assert 0 in await both(nurses, "publish", settings)
    reader.look()
    assert (reader.mixtures, len(reader.seen) <= 2) == (0, True)


async def _states(wiring: Wiring) -> dict[str, int]:
    async with wiring.people.reading() as session:
        rows = select(Letter.state, func.count()).group_by(col(Letter.state))
        return dict((await session.exec(rows)).all())


async def _own(wiring: Wiring) -> int:
    """Letters that somebody still holds."""
    async with wiring.people.reading() as session:
        held = select(func.count()).where(col(Letter.lease_until).is_not(None))
        return (await session.exec(held)).one()


async def _count(database: Database, table: type[Invitation] | type[Answer]) -> int:
    async with database.reading() as session:
        return (await session.exec(select(func.count()).select_from(table))).one()
