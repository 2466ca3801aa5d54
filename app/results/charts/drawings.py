"""Where drawings are kept, by the hash of what they show.

The worker draws and keeps; web processes only find. A chart that is not there yet is shown as its
table, so no page ever waits for matplotlib.
"""

import asyncio
from collections.abc import Callable, Iterable

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.db import Database
from app.results.charts.shapes import Drawable
from app.results.tables import Chart


async def find(session: AsyncSession, shapes: Iterable[Drawable]) -> dict[str, str]:
    """Hash -> what was drawn, of those shapes that have been."""
    hashes = {shape.hash for shape in shapes}
    rows = await session.exec(select(Chart).where(col(Chart.hash).in_(hashes)))
    return {chart.hash: chart.drawn for chart in rows}


async def missing(session: AsyncSession, shapes: Iterable[Drawable]) -> list[Drawable]:
    """Each once, in the order given: what is left to draw."""
    unique = {shape.hash: shape for shape in shapes}
    rows = await session.exec(select(Chart.hash).where(col(Chart.hash).in_(unique)))
    kept = set(rows)
    return [shape for key, shape in unique.items() if key not in kept]


async def keep(session: AsyncSession, shape: Drawable, drawn: str) -> None:
    """Keeping it again changes nothing: the same shape gives the same bytes."""
    if await session.get(Chart, shape.hash) is None:
        session.add(Chart(hash=shape.hash, drawn=drawn))
        await session.flush()


async def draw_missing(
    database: Database, shapes: Iterable[Drawable], draw: Callable[[Drawable], str]
) -> int:
    """How many had not been drawn before. No transaction is open while they are being drawn."""
    async with database.reading() as session:
        left = await missing(session, shapes)
    if not left:
        return 0
    drawn = await asyncio.to_thread(lambda: [(shape, draw(shape)) for shape in left])
    async with database.transaction() as session:
        for shape, picture in drawn:
            await keep(session, shape, picture)
    return len(drawn)


async def hashes(session: AsyncSession) -> set[str]:
    """Of all that is kept."""
    return set(await session.exec(select(Chart.hash)))


async def discard(session: AsyncSession, unwanted: Iterable[str]) -> None:
    """Drawings by their hashes."""
    await session.exec(delete(Chart).where(col(Chart.hash).in_(unwanted)))
