"""The private keys of groups: made before they are used, destroyed once nothing names them.

Everything here holds the lock on the Mixer row until its transaction ends, so that a key that was
just made, and is not committed yet, is never taken for one that nothing names.
"""

import secrets
from typing import NamedTuple

from sqlalchemy import text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.tables import Box, Envelope, Group, Mixer
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.sealing import new_private_key, public_key

_FOLDER = "ballots-folder"


class WrongKeyFolder(RuntimeError):
    """This database is mixed with another key folder, perhaps on another machine."""


class BoxKey(NamedTuple):
    """What may be known of a key outside the key folder."""

    name: str
    public: bytes


NO_KEY = BoxKey("", b"")


async def bind(session: AsyncSession, keys: KeyFolder) -> None:
    """Lock the Mixer row. The first folder that comes owns the database; any other is refused."""
    folder = keys.create_once(_FOLDER, secrets.token_hex(16).encode()).decode()
    connection = await session.connection()
    statement = text("INSERT INTO ballots_mixer VALUES (1, :folder) ON CONFLICT DO NOTHING")
    await connection.execute(statement, {"folder": folder})
    mixer = (await session.exec(select(Mixer).with_for_update())).one()
    if mixer.folder != folder:
        raise WrongKeyFolder(
            f"The ballots database belongs to the key folder {mixer.folder}, and PIKIR_KEY_FOLDER"
            f" is {folder}. Only a machine with the first one may open boxes, mix answers, and"
            " write and send letters."
        )


async def require(database: Database, keys: KeyFolder) -> None:
    """Raises WrongKeyFolder where the database belongs to another folder than this."""
    async with database.transaction() as session:
        await bind(session, keys)


def new_key(keys: KeyFolder, box_id: str) -> BoxKey:
    """The private half is on the disk before anybody knows of it."""
    name = _prefix(box_id) + secrets.token_hex(8)
    private = new_private_key()
    keys.put(name, private)
    return BoxKey(name, public_key(private))


def close_with(group: Group, key: BoxKey) -> None:
    """From now on the group's envelopes are sealed with this key; with NO_KEY it takes none."""
    group.key_name, group.public_key = key


async def renew_lost(session: AsyncSession, keys: KeyFolder) -> int:
    """Give a new key to groups whose private key is gone, as after a restore; how many.

    Without it answers would go on being sealed so that nobody can ever open them.
    """
    await bind(session, keys)
    open_boxes = select(Box.id).where(col(Box.closed).is_(False))
    groups = select(Group).where(col(Group.box_id).in_(open_boxes), col(Group.merged).is_(False))
    there = set(keys.names("box-"))
    lost = [
        group
        for group in await session.exec(groups.with_for_update())
        if group.key_name not in there
    ]
    for group in lost:
        close_with(group, new_key(keys, group.box_id))
    return len(lost)


async def unused(session: AsyncSession, keys: KeyFolder) -> list[str]:
    """The names of keys of our boxes that no group and no waiting envelope names.

    Keys of boxes that are not in this database are another's, or wait for a restore to end.
    """
    await bind(session, keys)
    waiting = select(Envelope.key_name).where(col(Envelope.broken).is_(False)).distinct()
    used = {*await session.exec(select(Group.key_name)), *await session.exec(waiting)}
    ours = tuple([_prefix(box_id) for box_id in await session.exec(select(Box.id))])
    return [name for name in keys.names("box-") if name.startswith(ours) and name not in used]


def _prefix(box_id: str) -> str:
    return f"box-{box_id}-"
