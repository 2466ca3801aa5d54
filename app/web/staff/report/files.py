"""All figures of a quarter for programs, at once."""

from datetime import datetime

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.dates import local_day
from app.lib.i18n import spoken
from app.lib.mediatypes import MEDIA_TYPES
from app.parts import Parts
from app.publications.reports import document
from app.publications.reports.document import Report
from app.publications.standing import standing
from app.registry.countries import zone
from app.registry.tables import Inspectorate
from app.results.exports import to_csv
from app.web.guards import needs
from app.web.pages import download
from app.web.signed_in import SignedIn
from app.web.staff.quarters import read_quarter
from app.web.staff.report.opening import READERS, read_place, remark_counts


@get("/report/{slug:str}/{written:str}/data.csv", guards=[needs(*READERS)])
async def report_data(
    slug: FromPath[str],
    written: FromPath[str],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    ballots: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    inspectorate = await read_place(people, person, slug)
    quarter = read_quarter(written, inspectorate, now)
    stands = await standing(people, ballots, parts.shelf, inspectorate, quarter, now)
    name = f"pikir-{slug}-{quarter.slug}-{spoken()}.csv"
    return download(to_csv(stands.results, parts.shelf, spoken()), name, MEDIA_TYPES["csv"])


@get("/report/{slug:str}/{written:str}/data.json", guards=[needs(*READERS)])
async def report_as_json(
    slug: FromPath[str],
    written: FromPath[str],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    ballots: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    inspectorate = await read_place(people, person, slug)
    report = await report_now(parts, people, ballots, person, inspectorate, written, now)
    content = document.written(report).encode()
    return download(content, document.file_name(report, "json"), MEDIA_TYPES["json"])


async def report_now(
    parts: Parts,
    people: AsyncSession,
    ballots: AsyncSession,
    person: SignedIn,
    inspectorate: Inspectorate,
    written: str,
    now: datetime,
) -> Report:
    """As the quarter stands, in the language being spoken."""
    quarter = read_quarter(written, inspectorate, now)
    stands = await standing(people, ballots, parts.shelf, inspectorate, quarter, now)
    remarks = await remark_counts(people, ballots, person, inspectorate, quarter)
    address = f"{parts.settings.base_url}/staff/report/{inspectorate.slug}/{quarter.slug}"
    day = local_day(now, zone(inspectorate.country))
    return document.report_of(inspectorate, day, address, stands, parts.shelf, remarks)
