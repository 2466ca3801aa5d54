"""One register on its way in: what the worker is doing with it, and what came of it."""

from datetime import datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.lib.errors import AlreadyDone, NotFound
from app.lib.mediatypes import MEDIA_TYPES
from app.parts import Parts
from app.registry.uploads import keeping, stages
from app.registry.uploads.stages import Told
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.pages import download
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page
from app.web.staff.registers.places import ROLES, upload_of


@get("/registers/{upload_id:uuid}", guards=[needs(*ROLES)])
async def show_register(
    request: Asked,
    upload_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Response[str] | Redirect:
    upload, inspectorate = await upload_of(people, person, upload_id)
    if upload.stage == stages.LOOKED:
        return Redirect(f"/staff/registers/{upload.id}/map", status_code=303)
    return staff_page(
        request,
        person,
        "registers/one.html",
        upload=upload,
        inspectorate=inspectorate,
        stages=stages,
        told=keeping.opened(parts.addresses, upload.told, Told),
    )


@post(
    "/registers/{upload_id:uuid}/import",
    guards=[needs(*ROLES)],
    request_max_body_size=FORM_LIMIT,
)
async def import_register(
    upload_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Redirect:
    upload, _inspectorate = await upload_of(people, person, upload_id)
    if upload.stage != stages.REHEARSED:
        raise AlreadyDone
    upload.stage, upload.percent = stages.IMPORTING, 0
    upload.person_id = person.person_id  # whoever presses the button answers for it
    return Redirect(f"/staff/registers/{upload.id}", status_code=303)


@post(
    "/registers/{upload_id:uuid}/forget",
    guards=[needs(*ROLES)],
    request_max_body_size=FORM_LIMIT,
)
async def forget_register(
    upload_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Redirect:
    upload, inspectorate = await upload_of(people, person, upload_id)
    if upload.stage == stages.IMPORTING:
        raise AlreadyDone
    await keeping.forget(people, upload.id)
    audit.record(people, person.person_id, "threw a register away", inspectorate.slug)
    return Redirect(f"/staff/registers?of={inspectorate.slug}", status_code=303)


@get("/registers/{upload_id:uuid}/refused.xlsx", guards=[needs(*ROLES)])
async def refused_rows(
    upload_id: FromPath[UUID],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Response[bytes]:
    upload, _inspectorate = await upload_of(people, person, upload_id)
    if upload.sheet is None:
        raise NotFound
    return download(parts.addresses.open_bytes(upload.sheet), "refused.xlsx", MEDIA_TYPES["xlsx"])
