"""The inspectorates of this installation, and one of them with its parts."""

from datetime import date, datetime

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import people as staff
from app.accounts.roles import ADMINISTRATOR, IN_EACH, Held
from app.lib.dates import official
from app.parts import Parts
from app.registry import inspectorates
from app.registry.showing import as_yaml, shown
from app.web import pages
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.bodies.asking import PARTS, role_name
from app.web.staff.bodies.opening import weekday_names
from app.web.staff.bodies.sections import About, countries
from app.web.staff.framing import staff_page


@get("/bodies", guards=[needs(ADMINISTRATOR)])
async def show_bodies(
    request: Asked, people: NamedDependency[AsyncSession], person: NamedDependency[SignedIn]
) -> Response[str]:
    return staff_page(
        request,
        person,
        "bodies/list.html",
        bodies=await inspectorates.all_of(people),
        countries=countries(),
    )


@get("/bodies/{slug:str}", guards=[needs(ADMINISTRATOR)])
async def show_body(
    request: Asked,
    slug: FromPath[str],
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    inspectorate = await inspectorates.named(people, slug)
    described = await shown(people, inspectorate, now)
    about = About(described, parts.shelf)
    needed = [Held(role, inspectorate.id) for role in IN_EACH]
    return staff_page(
        request,
        person,
        "bodies/body.html",
        inspectorate=inspectorate,
        described=described,
        sections={name: maker(about) for name, maker in PARTS.items()},
        country=countries()[inspectorate.country],
        site_folder=parts.settings.site_folder,
        weekdays=weekday_names(),
        role_name=role_name,
        lacking=[held.role for held in await staff.vacant(people, needed)],
        day=_day,
    )


@get("/bodies/{slug:str}/file", guards=[needs(ADMINISTRATOR)])
async def download(
    slug: FromPath[str],
    people: NamedDependency[AsyncSession],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """What `pikir inspectorate show` prints."""
    inspectorate = await inspectorates.named(people, slug)
    content = as_yaml(await shown(people, inspectorate, now)).encode()
    name = f"{inspectorate.slug}.yaml"
    return pages.download(content, name, "application/yaml; charset=utf-8")


def _day(written: str) -> str:
    return official(date.fromisoformat(written))
