"""Saying what remarks are about."""

from collections.abc import Collection

from sqlalchemy import delete
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import NotFound
from app.remarks.place import Place, take_turn
from app.remarks.tables import ThemeOfRemark
from app.remarks.themes import THEMES


async def set_themes(
    session: AsyncSession, place: Place, remark_id: bytes, themes: Collection[str]
) -> None:
    """These, and no others."""
    await take_turn(session, place.inspectorate_id)
    await session.exec(delete(ThemeOfRemark).where(col(ThemeOfRemark.remark_id) == remark_id))
    await _add(session, place, {(remark_id, theme) for theme in themes})


async def add_themes(
    session: AsyncSession, place: Place, remark_ids: Collection[bytes], themes: Collection[str]
) -> None:
    """To those that they have."""
    await take_turn(session, place.inspectorate_id)
    has = select(ThemeOfRemark.remark_id, ThemeOfRemark.theme).where(
        col(ThemeOfRemark.remark_id).in_(remark_ids)
    )
    there = set(await session.exec(has))
    wanted = {(remark_id, theme) for remark_id in remark_ids for theme in themes}
    await _add(session, place, wanted - there)


async def _add(session: AsyncSession, place: Place, wanted: Collection[tuple[bytes, str]]) -> None:
    """NotFound for a theme that there is not."""
    if not {theme for _, theme in wanted} <= set(THEMES):
        raise NotFound
    for remark_id, theme in sorted(wanted):
        session.add(ThemeOfRemark(remark_id=remark_id, theme=theme, **place.columns))
    await session.flush()
