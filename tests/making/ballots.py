"""Boxes, tickets and answers for tests."""

import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots import mixing
from app.ballots.boxes import BoxName, Channel, Part, open_box
from app.ballots.casting import Casting
from app.ballots.content import Content
from app.ballots.mixing import Mixed
from app.ballots.tables import Envelope
from app.ballots.tickets import Ticket
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.quarters import Quarter
from app.questionnaires.answers import Closed
from app.questionnaires.loading import Shelf
from app.results.auditing.attacking import may_show

PEPPER = b"a pepper for tests, 32 characters"
NOON = datetime(2026, 8, 3, 6, tzinfo=UTC)  # noon in Bishkek, while the box below is open
AFTER_CLOSE = datetime(2026, 11, 14, 18, tzinfo=UTC)  # midnight in Bishkek
CLOSES_ON = date(2026, 11, 14)
ZONE = "Asia/Bishkek"
SHELF = Shelf(Path(__file__).parent / "surveys")
SHORT = SHELF.edition("short", 1)


async def make_box(
    database: Database,
    keys: KeyFolder,
    *parts: Part,
    name: BoxName | None = None,
    channel: Channel = "invited",
    closes_on: date = CLOSES_ON,
) -> str:
    """A box about the third quarter of 2026, or of that name. Its id."""
    name = name or BoxName("geti", Quarter(2026, 3), SHORT.name, SHORT.edition, channel)
    async with database.transaction() as session:
        return await open_box(
            session,
            keys,
            name,
            edition_hash=SHORT.hash,
            closes_on=closes_on,
            zone=ZONE,
            parts=parts or [Part(1)],
        )


def make_ticket(box_id: str, group_number: int = 1) -> Ticket:
    return Ticket(secrets.token_bytes(16), box_id, group_number)


def make_content(closed: dict[str, Closed] | None = None, remark: str = "") -> Content:
    texts = {"remark": remark} if remark else {}
    return Content({"fair": "yes"} if closed is None else closed, texts, secrets.token_hex(8))


@asynccontextmanager
async def casting(database: Database) -> AsyncIterator[Casting]:
    slots = Casting(database, PEPPER)
    await slots.start()
    try:
        yield slots
    finally:
        await slots.close()


async def cast(
    database: Database, box_id: str, contents: Sequence[Content], group_number: int = 1
) -> None:
    """Each content by a ticket of its own."""
    async with casting(database) as slots:
        for content in contents:
            await slots.cast(make_ticket(box_id, group_number), content, NOON)


async def count_waiting(session: AsyncSession, box_id: str) -> int:
    """Envelopes that wait in a box."""
    whole = (col(Envelope.box_id) == box_id, col(Envelope.broken).is_(False))
    return (await session.exec(select(func.count()).select_from(Envelope).where(*whole))).one()


async def mix(
    database: Database,
    keys: KeyFolder,
    folder: Path,
    shelf: Shelf = SHELF,
    *,
    after: Callable[[str], None] = lambda _step: None,
) -> list[Mixed]:
    """As the worker does it: nothing is shown that tells what is hidden."""
    return await mixing.mix(database, keys, folder, shelf, may_show, after=after)
