"""For administrators: the records of closed quarters, to look at and to keep elsewhere."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import ADMINISTRATOR
from app.lib.errors import NotFound
from app.lib.quarters import Quarter
from app.registry import inspectorates
from app.registry.archive.verifying import archive_of, file_of
from app.web.asked import Asked
from app.web.guards import needs
from app.web.pages import download
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page
from app.web.staff.local_time import local_time

_LINES = "application/x-ndjson; charset=utf-8"


@get("/archive", guards=[needs(ADMINISTRATOR)])
async def show_archive(
    request: Asked, people: NamedDependency[AsyncSession], person: NamedDependency[SignedIn]
) -> Response[str]:
    found = await archive_of(people)
    local = await local_time(people, person)
    return staff_page(
        request, person, "archive.html", archive=found, parse=Quarter.parse, local=local
    )


@get("/archive/{slug:str}/{written:str}", guards=[needs(ADMINISTRATOR)])
async def download_archive(
    slug: FromPath[str], written: FromPath[str], people: NamedDependency[AsyncSession]
) -> Response[bytes]:
    inspectorate = await inspectorates.named(people, slug)
    try:
        quarter = Quarter.parse(written)
    except ValueError as error:
        raise NotFound from error
    file = await file_of(people, inspectorate.id, str(quarter))
    if file is None:
        raise NotFound
    name = f"{slug}-{quarter.slug}.jsonl"
    return download(file, name, _LINES)
