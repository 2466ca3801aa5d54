"""Uploads in the database: taken in piece by piece, given to the worker whole, and erased."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import RuleBroken
from app.registry.addresses import Addresses
from app.registry.uploads.stages import ARRIVING, FOR_THE_WORKER, LOOKING
from app.registry.uploads.tables import Piece, Upload

KEPT_FOR = timedelta(hours=23)  # and at most an hour until the worker comes round
LARGEST = 20 * 1024**2  # bytes
PIECE = 256 * 1024

T = TypeVar("T")


class TooLarge(RuleBroken):
    """The file is larger than LARGEST."""


async def add_piece(
    session: AsyncSession, addresses: Addresses, upload_id: UUID, number: int, content: bytes
) -> None:
    session.add(Piece(upload_id=upload_id, number=number, content=addresses.seal_bytes(content)))


async def is_whole(session: AsyncSession, upload_id: UUID) -> None:
    """From here on it is the worker's."""
    upload = await session.get_one(Upload, upload_id)
    upload.stage = LOOKING


async def write_out(
    session: AsyncSession, addresses: Addresses, upload: Upload, path: Path
) -> None:
    """The file as it was sent, piece by piece."""
    pieces = select(Piece.number).where(Piece.upload_id == upload.id)
    with path.open("wb") as file:
        for number in sorted(await session.exec(pieces)):
            piece = await session.get_one(Piece, (upload.id, number))
            file.write(addresses.open_bytes(piece.content))
            session.expunge(piece)


async def next_for_the_worker(session: AsyncSession) -> Upload | None:
    """The one that has waited longest."""
    waiting = select(Upload).where(col(Upload.stage).in_(FOR_THE_WORKER))
    return (await session.exec(waiting.order_by(col(Upload.began_at)).limit(1))).first()


async def of_inspectorate(session: AsyncSession, inspectorate_id: UUID) -> Sequence[Upload]:
    """The newest first; without those that never arrived."""
    query = select(Upload).where(
        Upload.inspectorate_id == inspectorate_id, Upload.stage != ARRIVING
    )
    return (await session.exec(query.order_by(col(Upload.began_at).desc()))).all()


async def forget_pieces(session: AsyncSession, upload_id: UUID) -> None:
    """The file itself: it has been imported, or cannot be."""
    await session.exec(delete(Piece).where(col(Piece.upload_id) == upload_id))


async def forget(session: AsyncSession, upload_id: UUID) -> None:
    await forget_pieces(session, upload_id)
    await session.exec(delete(Upload).where(col(Upload.id) == upload_id))


async def forget_old(session: AsyncSession, now: datetime) -> int:
    """How many were too old."""
    old = (await session.exec(select(Upload.id).where(Upload.began_at < now - KEPT_FOR))).all()
    for upload_id in old:
        await forget(session, upload_id)
    return len(old)


def sealed(addresses: Addresses, content: msgspec.Struct) -> bytes:
    return addresses.seal_bytes(msgspec.json.encode(content))


def opened(addresses: Addresses, content: bytes | None, kind: type[T]) -> T | None:
    return msgspec.json.decode(addresses.open_bytes(content), type=kind) if content else None
