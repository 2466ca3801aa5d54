"""What a register is read with, before its columns are mapped: one of its sheets, or a map file."""

from pathlib import Path
from uuid import UUID

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import AlreadyDone, NotFound
from app.lib.i18n import gettext as _
from app.lib.i18n import spoken
from app.parts import Parts
from app.registry.importing.map_file import WrongMap, map_from
from app.registry.uploads import stages
from app.registry.uploads.tables import Upload
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.forms import fields
from app.web.staff.registers.arriving import Arriving
from app.web.staff.registers.mapping import MAPPABLE, map_page, seen_in
from app.web.staff.registers.places import ROLES, upload_of


@post(
    "/registers/{upload_id:uuid}/sheet",
    guards=[needs(*ROLES)],
    request_max_body_size=FORM_LIMIT,
)
async def choose_sheet(
    request: Asked,
    upload_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Redirect:
    """By its place in the workbook. What another sheet was mapped with is forgotten."""
    chosen = (await fields(request)).get("sheet", "")
    upload, _inspectorate = await upload_of(people, person, upload_id)
    if upload.stage not in MAPPABLE:
        raise AlreadyDone
    places = {str(number): name for number, name in enumerate(seen_in(parts, upload).sheets)}
    if chosen not in places:
        raise NotFound
    upload.column_map = None
    _look_at(parts, upload, places[chosen])
    return Redirect(f"/staff/registers/{upload.id}", status_code=303)


@post(
    "/registers/{upload_id:uuid}/map-file",
    guards=[needs(*ROLES)],
    request_max_body_size=2 * FORM_LIMIT,
)
async def send_map(
    request: Asked,
    upload_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    person: NamedDependency[SignedIn],
) -> Response[str] | Redirect:
    """What the map says is shown in the form, where it can be changed before anything is tried.
    No transaction is open while it arrives.
    """
    async with parts.people.reading() as session:
        await upload_of(session, person, upload_id)
    arriving = Arriving(request)
    async for _piece in arriving.file():  # a register does not belong here
        pass
    written = arriving.get("map").encode()
    async with parts.people.transaction() as session:
        upload, inspectorate = await upload_of(session, person, upload_id)
        if upload.stage not in MAPPABLE:
            raise AlreadyDone
        try:
            column_map = map_from(written, inspectorate.country, Path("map.yaml"))
        except WrongMap as error:
            fault = str(error) if written else _("Choose a file that is not empty.")
            return map_page(request, parts, person, upload, inspectorate, None, {"map": fault})
        upload.column_map = parts.addresses.seal_bytes(written)
        if column_map.sheet not in (None, seen_in(parts, upload).sheet):
            _look_at(parts, upload, column_map.sheet)
            return Redirect(f"/staff/registers/{upload.id}", status_code=303)
        return Redirect(f"/staff/registers/{upload.id}/map", status_code=303)


def _look_at(parts: Parts, upload: Upload, sheet: str | None) -> None:
    upload.asked_sheet = parts.addresses.seal_bytes(sheet.encode()) if sheet else None
    upload.stage, upload.percent, upload.told = stages.LOOKING, 0, None
    upload.language = spoken()
