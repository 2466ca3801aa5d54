"""Where drawings are kept, by the hash of what they show.

The worker draws and keeps; web processes only find. A chart that is not there yet is shown as its
table, so no page ever waits for matplotlib.
"""

from collections.abc import Iterable

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.results.charts.shapes import Drawable
from app.results.tables import Chart


async def find(session: AsyncSession, shapes: Iterable[Drawable]) -> dict[str, str]:
    """Hash -> SVG, of those shapes that have been drawn."""
    hashes = {shape.hash for shape in shapes}
    rows = await session.exec(select(Chart).where(col(Chart.hash).in_(hashes)))
    return {chart.hash: chart.svg for chart in rows}


async def missing(session: AsyncSession, shapes: Iterable[Drawable]) -> list[Drawable]:
    """Each once, in the order given: what is left to draw."""
    unique = {shape.hash: shape for shape in shapes}
    rows = await session.exec(select(Chart.hash).where(col(Chart.hash).in_(unique)))
    kept = set(rows)
    return [shape for key, shape in unique.items() if key not in kept]


async def keep(session: AsyncSession, shape: Drawable, svg: str) -> None:
    """Keeping it again changes nothing: the same shape gives the same bytes."""
    if await session.get(Chart, shape.hash) is None:
        session.add(Chart(hash=shape.hash, svg=svg))
        await session.flush()
