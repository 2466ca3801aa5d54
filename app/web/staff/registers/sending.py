"""The list of registers on their way in, and sending another."""

from datetime import datetime
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.i18n import gettext as _
from app.lib.i18n import spoken
from app.parts import Parts
from app.registry.importing.showing import shown
from app.registry.tables import Inspectorate
from app.registry.uploads import keeping, stages
from app.registry.uploads.keeping import TooLarge
from app.registry.uploads.tables import Upload
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page
from app.web.staff.registers.arriving import Arriving
from app.web.staff.registers.places import ROLES, place, places

_COMMAND = "pikir inspections import"


@get("/registers", guards=[needs(*ROLES)])
async def list_registers(
    request: Asked,
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    of: FromQuery[str | None] = None,
) -> Response[str]:
    return await _page(request, people, person, await place(people, person, of), {})


@post("/registers", guards=[needs(*ROLES)], request_max_body_size=None)
async def send_register(
    request: Asked,
    parts: NamedDependency[Parts],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str] | Redirect:
    """No transaction is open while the file arrives, which may take minutes: each piece has one."""
    if not request.headers.get("content-type", "").startswith("multipart/"):
        return await _refused(request, parts, person, (await fields(request)).get("of"))
    arriving, upload_id = Arriving(request), uuid4()
    try:
        await _take(parts, person, arriving, upload_id, now)
    except (TooLarge, _Nothing) as error:
        await _forget(parts, upload_id)
        return await _refused(request, parts, person, arriving.get("of"), error)
    except BaseException:  # whoever gave up sending leaves nothing behind
        await _forget(parts, upload_id)
        raise
    return Redirect(f"/staff/registers/{upload_id}", status_code=303)


class _Nothing(Exception):
    """No file was chosen, or an empty one."""


async def _take(
    parts: Parts, person: SignedIn, arriving: Arriving, upload_id: UUID, now: datetime
) -> None:
    number = 0
    async for piece in arriving.file():
        async with parts.people.transaction() as session:
            if number == 0:
                await _begin(session, parts, person, arriving, upload_id, now)
            await keeping.add_piece(session, parts.addresses, upload_id, number, piece)
        number += 1
    if number == 0:
        raise _Nothing
    async with parts.people.transaction() as session:
        await keeping.is_whole(session, upload_id)


async def _begin(
    session: AsyncSession,
    parts: Parts,
    person: SignedIn,
    arriving: Arriving,
    upload_id: UUID,
    now: datetime,
) -> None:
    inspectorate = await place(session, person, arriving.get("of"))
    upload = Upload(
        id=upload_id,
        inspectorate_id=inspectorate.id,
        person_id=person.person_id,
        language=spoken(),
        name=shown(arriving.file_name),
        began_at=now,
        stage=stages.ARRIVING,
    )
    session.add(upload)
    await session.flush()


async def _forget(parts: Parts, upload_id: UUID) -> None:
    async with parts.people.transaction() as session:
        await keeping.forget(session, upload_id)


async def _refused(
    request: Asked,
    parts: Parts,
    person: SignedIn,
    slug: str | None,
    error: Exception | None = None,
) -> Response[str]:
    async with parts.people.reading() as session:
        inspectorate = await place(session, person, slug)
        match error:
            case TooLarge():
                errors = {
                    "file": _(
                        "The file is larger than %(most)s MB. Ask your operator to bring it in with"
                        " “%(command)s”, or send it in parts.",
                        most=keeping.LARGEST // 1024**2,
                        command=_COMMAND,
                    )
                }
            case _:
                errors = {"file": _("Choose a file that is not empty.")}
        return await _page(request, session, person, inspectorate, errors)


async def _page(
    request: Asked,
    people: AsyncSession,
    person: SignedIn,
    inspectorate: Inspectorate,
    errors: dict[str, str],
) -> Response[str]:
    return staff_page(
        request,
        person,
        "registers/list.html",
        status=422 if errors else 200,
        inspectorate=inspectorate,
        others=[one for one in await places(people, person) if one != inspectorate],
        uploads=await keeping.of_inspectorate(people, inspectorate.id),
        stages=stages,
        errors=errors,
        most=keeping.LARGEST // 1024**2,
        command=_COMMAND,
    )
