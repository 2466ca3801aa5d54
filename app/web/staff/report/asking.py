"""The report as a PDF or a spreadsheet: asked for here, made by the worker, fetched here."""

from datetime import datetime

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import NotAllowed, NotFound
from app.lib.i18n import OWN_NAMES
from app.lib.mediatypes import MEDIA_TYPES
from app.lib.numbers import kilobytes
from app.parts import Parts
from app.publications.reports import document, keeping, stages
from app.publications.reports.tables import ReportFile
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.pages import download
from app.web.signed_in import SignedIn
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page
from app.web.staff.report.files import report_now
from app.web.staff.report.opening import READERS, read_place


@post(
    "/report/{slug:str}/{written:str}/files",
    guards=[needs(*READERS)],
    request_max_body_size=FORM_LIMIT,
)
async def ask_for_file(
    request: Asked,
    slug: FromPath[str],
    written: FromPath[str],
    parts: NamedDependency[Parts],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Redirect:
    """Figures are read before anything is written: no write waits for them. No event is recorded:
    whoever may see the report may have it, and the file holds nothing else.
    """
    form = (await fields(request)).get("form", "")
    async with parts.people.reading() as people, parts.ballots.reading() as ballots:
        inspectorate = await read_place(people, person, slug)
        if form not in keeping.FORMS:
            raise NotFound
        report = await report_now(parts, people, ballots, person, inspectorate, written, now)
    async with parts.people.transaction() as session:
        file = await keeping.ask(session, inspectorate.id, form, report, now)
    return Redirect(f"/staff/report-files/{file.digest}", status_code=303)


@get("/report-files/{digest:str}", guards=[needs(*READERS)])
async def show_file(
    request: Asked,
    digest: FromPath[str],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    file = await _file(people, person, digest)
    report = document.read(file.report)
    return staff_page(
        request,
        person,
        "report/file.html",
        file=file,
        report=report,
        quarter=document.quarter_of(report),
        stages=stages,
        steps=stages.STEPS[file.form],
        language=OWN_NAMES[report.language],
        size=kilobytes(len(file.content or b"")),
        ahead=await keeping.ahead_of(people, file),
        is_late=keeping.is_late(file, now),
    )


@get("/report-files/{digest:str}/file", guards=[needs(*READERS)])
async def fetch_file(
    digest: FromPath[str],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Response[bytes]:
    file = await _file(people, person, digest)
    if file.content is None:
        raise NotFound
    name = document.file_name(document.read(file.report), file.form)
    return download(file.content, name, MEDIA_TYPES[file.form])


async def _file(people: AsyncSession, person: SignedIn, digest: str) -> ReportFile:
    """One that has been discarded is refused like another inspectorate's."""
    file = await people.get(ReportFile, digest)
    if file is None or not person.may(file.inspectorate_id, *READERS):
        raise NotAllowed
    return file
