"""Jobs and acts of the staff and of other systems are killed: is anything lost, or done twice?

Whatever was killed is done again, as a worker, a person or another system would. Then the database
must say what it says where nobody was killed.
"""

import shutil
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import select

from app.accounts import wanting
from app.accounts.tables import Event, KeptReply, LetterWanted, OneTimeLink
from app.accounts.tokens import Scope
from app.accounts.wanting import Wanted
from app.lib import clock
from app.lib.db import Database
from app.mail.tables import Letter
from app.publications.tables import WebhookMessage
from app.publications.webhooks import managing
from app.publications.webhooks.signing import Vault
from app.registry import inspectorates
from app.registry.archive.tables import ArchivedQuarter
from app.registry.doubles.tables import Merge
from app.registry.findings.tables import Requirement
from app.registry.tables import Business, Inspection, Inspectorate
from app.registry.uploads import keeping, stages
from app.registry.uploads.tables import Piece
from app.settings import Settings
from app.wiring import Wiring
from tests.faults.house import KILLED, Nursery, copied
from tests.installation import EXAMPLES, register
from tests.making.accounts import make_person, make_token
from tests.making.registry import make_inspection
from tests.making.uploads import make_upload
from tests.making.webhooks import Receiver

NOON = datetime(2026, 8, 3, 6, tzinfo=UTC)
LATER = timedelta(minutes=3)  # leases are over, and nobody believes any more in a call begun
EMAIL = "aida@geti.kg.example"
TOKEN = "token"  # a file beside the databases
_COUNTED = (Inspection, Business, Letter, LetterWanted, OneTimeLink, KeptReply, Event, Piece)
_ALSO_COUNTED = (ArchivedQuarter, Merge, Requirement, WebhookMessage)

Prepare = Callable[[Wiring, Inspectorate, Receiver], Awaitable[None]]


@dataclass
class Done:
    kills: int = 0
    unlike: int = 0  # times that it did not end as it does where nobody is killed
    untold: int = 0  # times that another system never got its message


async def an_upload(wiring: Wiring, geti: Inspectorate, _receiver: Receiver) -> None:
    given = {"stage": stages.IMPORTING, "column_map": None, "told": None, "sheet": None}
    upload = make_upload(geti, wiring.addresses, **given)
    content = register(30, date(2026, 7, 20)).encode()
    async with wiring.people.transaction() as session:
        session.add(upload)
        await session.flush()
        for number, start in enumerate(range(0, len(content), 1000)):
            piece = content[start : start + 1000]
            await keeping.add_piece(session, wiring.addresses, upload.id, number, piece)


async def messages(wiring: Wiring, geti: Inspectorate, receiver: Receiver) -> None:
    vault = Vault(wiring.settings.pepper)
    async with wiring.people.transaction() as session:
        wanted = managing.Wanted(receiver.url, geti.id)
        await managing.add(session, vault, wanted, clock.now(), is_demo=True)
        [told] = await managing.every(session)
        for _ in range(3):
            await managing.try_out(session, told.webhook.id, clock.now())


async def letters_to_staff(wiring: Wiring, _geti: Inspectorate, _receiver: Receiver) -> None:
    await make_person(wiring.people, EMAIL)
    async with wiring.people.transaction() as session:
        for what in (Wanted.WELCOME, Wanted.PASSWORD):
            wanting.want(session, EMAIL, what, clock.now())


async def a_token(wiring: Wiring, geti: Inspectorate, _receiver: Receiver) -> None:
    token = await make_token(wiring.people, geti.id, *Scope, now=clock.now())
    (wiring.settings.key_folder.parent / TOKEN).write_text(token)


async def an_old_quarter(wiring: Wiring, geti: Inspectorate, _receiver: Receiver) -> None:
    async with wiring.people.transaction() as session:
        for _ in range(3):
            await make_inspection(session, geti, wiring.addresses, email=None)
    clock.step_to(NOON + timedelta(days=160))


async def two_businesses(wiring: Wiring, geti: Inspectorate, _receiver: Receiver) -> None:
    async with wiring.people.transaction() as session:
        for number in ("01234567890123", "01234567890124"):
            await make_inspection(session, geti, wiring.addresses, tax_number=number)


EVERY: dict[str, Prepare] = {
    "take in": an_upload,
    "tell": messages,
    "write to staff": letters_to_staff,
    "call": a_token,
    "close quarters": an_old_quarter,
    "merge": two_businesses,
}


async def kill_at_every_step(
    nurse: Nursery, settings: Settings, folder: Path, job: str, every: int, receiver: Receiver
) -> Done:
    """Each time in a fresh copy, before so many steps further, until one reaches its end."""
    await _prepare(settings, EVERY[job], receiver)
    began = clock.now()
    total, step = Done(), 1
    expected = await _outcome(nurse, copied(settings, folder / f"{job} whole"), job)
    while True:
        clock.step_to(began)
        home = copied(settings, folder / f"{job} {step}")
        receiver.received.clear()
        was_killed = await nurse.run(job, home, step) == KILLED
        clock.step_to(began + LATER)
        total.unlike += await _outcome(nurse, home, job) != expected
        told = {one.headers["webhook-id"] for one in receiver.received}
        total.untold += job == "tell" and len(told) < 3
        shutil.rmtree(home.key_folder.parent)
        if not was_killed:
            return total
        total.kills += 1
        step += every


async def _prepare(settings: Settings, prepare: Prepare, receiver: Receiver) -> None:
    clock.step_to(NOON)
    settings.key_folder.parent.mkdir(parents=True, exist_ok=True)
    wiring = Wiring(settings)
    async with wiring.people.transaction() as session:
        geti = (await inspectorates.add_from(session, EXAMPLES / "geti.yaml")).inspectorate
    await prepare(wiring, geti, receiver)
    await wiring.close()


async def _outcome(nurse: Nursery, settings: Settings, job: str) -> dict[str, Any]:
    """Once it has been done again: rows, what is on the trail, and how far messages are."""
    assert await nurse.run(job, settings) == 0
    people = Database(settings.database_url)
    async with people.reading() as session:
        said: dict[str, Any] = {
            table.__name__: len((await session.exec(select(table))).all())
            for table in (*_COUNTED, *_ALSO_COUNTED)
        }
        said["acts"] = Counter(await session.exec(select(Event.act)))
        said["messages"] = Counter(await session.exec(select(WebhookMessage.state)))
        said["replies"] = Counter(await session.exec(select(KeptReply.status)))
    await people.close()
    return said
