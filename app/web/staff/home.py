"""The first page after signing in: what this person can do here, and in which language."""

from dataclasses import dataclass

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import people as staff
from app.accounts.roles import ADMINISTRATOR, DIRECTOR, INSPECTOR, MINISTRY, OBSERVER
from app.lib.i18n import LANGUAGES, speak, spoken
from app.registry import inspectorates
from app.registry.tables import Inspectorate
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.businesses import MAY_LOOK
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page
from app.web.wanted import HOME, is_ours


@dataclass(frozen=True)
class Workplace:
    """An inspectorate, and what the person is there."""

    slug: str
    name: str
    is_inspector: bool
    is_director: bool


@get("/", guards=[needs()])
async def home(
    request: Asked,
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Response[str]:
    found = [_workplace(person, one) for one in await inspectorates.all_of(people)]
    return staff_page(
        request,
        person,
        "home.html",
        workplaces=[one for one in found if one.is_inspector or one.is_director],
        may_look=person.has(*MAY_LOOK),
        is_ministry=person.has(MINISTRY),
        may_compare=person.has(MINISTRY, OBSERVER),
        is_administrator=person.has(ADMINISTRATOR),
        lacks_second_factor=person.has(ADMINISTRATOR) and not person.has_second_factor,
    )


@post("/language", guards=[needs()], request_max_body_size=FORM_LIMIT)
async def change_language(
    request: Asked,
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Redirect:
    """For good: all pages are in that language for this person from now on."""
    entered = await fields(request)
    await prefer(people, person, entered.get("language", ""))
    back = entered.get("back", "")
    return Redirect(back if is_ours(back) else HOME, status_code=303)


async def prefer(people: AsyncSession, person: SignedIn, language: str) -> None:
    """From here on this person is spoken to in that language; an unknown one changes nothing."""
    if language in LANGUAGES:
        await staff.prefer(people, person.person_id, language)
        speak(language)


def _workplace(person: SignedIn, inspectorate: Inspectorate) -> Workplace:
    return Workplace(
        inspectorate.slug,
        inspectorate.names[spoken()]["name"],
        is_inspector=person.may(inspectorate.id, INSPECTOR),
        is_director=person.may(inspectorate.id, DIRECTOR),
    )
