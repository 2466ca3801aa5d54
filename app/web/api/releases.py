"""Releases, as they are published: the list, and each document with its digest. For everybody."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import NotFound
from app.lib.quarters import Quarter
from app.publications import archive
from app.publications.listing import listed
from app.publications.tables import AnnualRelease, Release
from app.registry import inspectorates
from app.registry.tables import Inspectorate
from app.web.api import replying
from app.web.asked import Asked
from app.web.guards import anyone

LASTS = timedelta(minutes=5)


@dataclass(frozen=True)
class ReleaseItem:
    """`period` is a quarter, 2026-Q3, or a year, 2026; `digest` is the SHA-256 of the document's
    bytes in hexadecimal: the release's identity, equal wherever it is published.
    """

    href: str
    inspectorate: str
    period: str
    revision: int
    published_at: datetime
    digest: str


@dataclass(frozen=True)
class ReleaseList:
    """Every release in its newest revision, the newest period first."""

    items: list[ReleaseItem]


@get("/releases", guards=[anyone])
async def list_releases(request: Asked, people: NamedDependency[AsyncSession]) -> Response[bytes]:
    slug = request.query_params.get("inspectorate")
    only = (await inspectorates.named(people, slug)).id if slug is not None else None
    slugs = {one.id: one.slug for one in await inspectorates.all_of(people)}
    items = [
        ReleaseItem(
            f"/api/v1/releases/{slugs[one.inspectorate_id]}/{one.period.lower()}",
            slugs[one.inspectorate_id],
            one.period,
            one.revision,
            one.published_at,
            one.digest,
        )
        for one in await listed(people, only)
    ]
    return replying.public(request, ReleaseList(items), LASTS)


@get("/releases/{slug:str}/{period:str}", guards=[anyone])
async def show_release(
    request: Asked,
    slug: FromPath[str],
    period: FromPath[str],
    people: NamedDependency[AsyncSession],
) -> Response[bytes]:
    """The document's own bytes: their digest is what `pikir` and everybody else can check."""
    found = await _find(people, await inspectorates.named(people, slug), period)
    if found is None:
        raise NotFound
    digest = b64encode(bytes.fromhex(found.digest)).decode()
    repr_digest = {"Repr-Digest": f"sha-256=:{digest}:"}  # RFC 9530
    return replying.public(request, found.document.encode(), LASTS, found.digest, **repr_digest)


async def _find(
    people: AsyncSession, inspectorate: Inspectorate, period: str
) -> Release | AnnualRelease | None:
    try:
        return await archive.find(people, inspectorate, Quarter.parse(period))
    except ValueError:
        years = await archive.years_of(people, inspectorate)
        return next((one for one in years if str(one.year) == period), None)
