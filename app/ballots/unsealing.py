"""Taking envelopes out of their groups, and putting back what has to keep waiting."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import bindparam, delete, insert, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.boxkeys import BoxKey, close_with, new_key
from app.ballots.content import Content, open_content
from app.ballots.tables import Box, Envelope, Group
from app.lib.keyfolder import KeyFolder, Lost
from app.lib.sealing import Broken

TOGETHER = 10  # nobody can tell which of at least so many an answer belongs to


@dataclass
class Unsealed:
    """What may be mixed, by group, and how many envelopes could not be unsealed."""

    ripe: list[tuple[Group, list[Content]]] = field(default_factory=list)
    broken: int = 0


async def unseal_group(session: AsyncSession, keys: KeyFolder, box: Box, number: int) -> Unsealed:
    """The group's envelopes, if ten can be unsealed; else they wait on. The key changes anyhow."""
    groups = select(Group).where(col(Group.box_id) == box.id, col(Group.number) == number)
    group = (await session.exec(groups.with_for_update())).one()
    contents, broken = await take_out(session, keys, box.id, number)
    key = new_key(keys, box.id)
    close_with(group, key)
    if len(contents) >= TOGETHER:
        return Unsealed([(group, contents)], broken)
    await put_back(session, box.id, number, key, contents)
    return Unsealed(broken=broken)


async def take_out(
    session: AsyncSession, keys: KeyFolder, box_id: str, number: int
) -> tuple[list[Content], int]:
    """What waits in a locked group, and how many envelopes could not be unsealed.

    Those are marked as broken and stay aside, so that they never hold up the others.
    """
    whole = (
        col(Envelope.box_id) == box_id,
        col(Envelope.group_number) == number,
        col(Envelope.broken).is_(False),
    )
    contents, broken = [], []
    rows = select(Envelope.id, Envelope.key_name, Envelope.sealed).where(*whole)
    for id_, key_name, sealed in await session.exec(rows):
        try:
            contents.append(open_content(keys.read(key_name), sealed))
        except (Broken, Lost):
            broken.append({"broken_id": id_})
    connection = await session.connection()
    if broken:
        marking = update(Envelope).where(col(Envelope.id) == bindparam("broken_id"))
        await connection.execute(marking.values(broken=True), broken)
    await connection.execute(delete(Envelope).where(*whole))
    return contents, len(broken)


async def put_back(
    session: AsyncSession, box_id: str, number: int, key: BoxKey, contents: Iterable[Content]
) -> None:
    """Sealed again under this key, with new ids: nothing shows which envelope it was before."""
    rows = [
        {
            "id": secrets.token_bytes(16),
            "box_id": box_id,
            "group_number": number,
            "key_name": key.name,
            "sealed": content.seal(key.public),
            "broken": False,
        }
        for content in contents
    ]
    if rows:
        in_no_order = sorted(rows, key=lambda row: str(row["id"]))
        await (await session.connection()).execute(insert(Envelope), in_no_order)
