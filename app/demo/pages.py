"""The demo's own pages: where to begin, and everybody's mailbox. The program itself has neither."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from litestar import MediaType, Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import ADMINISTRATOR, DIRECTOR, INSPECTOR, MINISTRY, OBSERVER, Role
from app.demo.folder import Folder
from app.demo.mailbox import PER_PAGE, Mailbox, Received
from app.demo.register.visitors import PER_LANGUAGE, VISITS, address
from app.demo.staff import PASSWORD, accounts, let_in
from app.lib.errors import NotFound
from app.lib.i18n import LANGUAGES, spoken
from app.lib.i18n import gettext as _
from app.lib.quarters import Quarter
from app.parts import Parts
from app.publications.archive import releases_of
from app.registry import inspectorates
from app.registry.tables import Inspectorate
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import anyone
from app.web.pages import page
from app.web.signed_in import cookie
from app.web.staff.forms import fields, from_our_pages

# A link in a letter opens a page of its own: framed, the questionnaire refuses to be shown.
_OPEN_LINKS_OUTSIDE = '<base target="_blank">'
_LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "base-uri 'none'; "
    "form-action 'none'; sandbox allow-popups allow-popups-to-escape-sandbox"
)
_PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; frame-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


@dataclass(frozen=True)
class House:
    """What the pages show."""

    folder: Folder
    mailbox: Mailbox
    present: Quarter  # answers to its letters are being collected


@dataclass(frozen=True)
class Shown:
    """An inspectorate on the front page."""

    slug: str
    name: str
    sites: tuple[tuple[str, str], ...]  # (slug, name)
    published: Quarter | None  # the newest


def router(house: House) -> Router:
    return Router(
        "/demo",
        route_handlers=[front, enter, mailbox, letter, letter_html],
        dependencies={"house": Provide(lambda: house, sync_to_thread=False)},
    )


@get("/", guards=[anyone])
async def front(
    house: NamedDependency[House], people: NamedDependency[AsyncSession]
) -> Response[str]:
    return _page(
        "demo/front.html",
        "/demo/",
        invitations={language: _invitations(house, language) for language in VISITS},
        inspectorates=[await _shown(people, one) for one in await inspectorates.all_of(people)],
        present=house.present,
        accounts=[(each.email, each.name, _role_name(each.role)) for each in accounts()],
        password=PASSWORD,
        folder=house.folder.path,
    )


@post("/enter", guards=[anyone, from_our_pages], request_max_body_size=FORM_LIMIT)
async def enter(
    request: Asked,
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    now: NamedDependency[datetime],
) -> Redirect:
    """One press, and one is anybody of the staff."""
    value = await let_in(people, (await fields(request)).get("email", ""), now)
    return Redirect("/staff/", status_code=303, cookies=[cookie(parts.settings, value)])


@get("/mailbox", guards=[anyone], sync_to_thread=False)
def mailbox(
    house: NamedDependency[House], to: FromQuery[str] = "", page: FromQuery[int] = 1
) -> Response[str]:
    number = min(max(page, 1), 1_000_000)
    return _page(
        "demo/mailbox.html",
        "/demo/mailbox",
        letters=house.mailbox.page(number, to),
        to=to,
        number=number,
        count=house.mailbox.count(to),
        per_page=PER_PAGE,
    )


@get("/mailbox/{identity:int}", guards=[anyone], sync_to_thread=False)
def letter(house: NamedDependency[House], identity: FromPath[int]) -> Response[str]:
    found = _letter(house, identity)
    return _page(
        "demo/letter.html",
        f"/demo/mailbox/{identity}",
        letter=found,
        plain=found.part("plain"),
    )


@get("/mailbox/{identity:int}/html", guards=[anyone], sync_to_thread=False)
def letter_html(house: NamedDependency[House], identity: FromPath[int]) -> Response[str]:
    """The HTML part alone, for a frame that can neither run nor load anything."""
    html = _letter(house, identity).html
    return Response(
        html.replace("<head>", f"<head>{_OPEN_LINKS_OUTSIDE}", 1),
        media_type=MediaType.HTML,
        headers={"Content-Security-Policy": _LETTER_POLICY},
    )


def _page(template: str, path: str, **context: Any) -> Response[str]:
    reply = page(
        template,
        masthead="Pikir",
        alternates={language: f"{path}?lang={language}" for language in LANGUAGES},
        **context,
    )
    reply.headers["Content-Security-Policy"] = _PAGE_POLICY
    return reply


def _letter(house: House, identity: int) -> Received:
    found = house.mailbox.letter(identity)
    if found is None:
        raise NotFound
    return found


def _invitations(house: House, language: str) -> list[int]:
    """Numbers of the letters that nobody in the demo answers."""
    addresses = [address(language, number) for number in range(1, PER_LANGUAGE + 1)]
    return [found.id for one in addresses if (found := house.mailbox.first_to(one))]


def _role_name(role: Role) -> str:
    return {
        INSPECTOR: _("Inspector"),
        DIRECTOR: _("Director"),
        MINISTRY: _("Ministry"),
        OBSERVER: _("Observer"),
        ADMINISTRATOR: _("Administrator"),
    }[role]


async def _shown(people: AsyncSession, inspectorate: Inspectorate) -> Shown:
    releases = await releases_of(people, inspectorate)
    return Shown(
        inspectorate.slug,
        inspectorate.names[spoken()]["name"],
        tuple(
            (site.slug, site.names[spoken()])
            for site in await inspectorates.sites(people, inspectorate)
        ),
        Quarter.parse(releases[0].quarter) if releases else None,
    )
