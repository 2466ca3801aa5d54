"""For administrators: the addresses of other systems that are told of releases."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit
from app.accounts.roles import ADMINISTRATOR
from app.lib.errors import AlreadyDone, Invalid
from app.lib.i18n import gettext as _
from app.lib.i18n import spoken
from app.parts import Parts
from app.publications.tables import WebhookMessage
from app.publications.webhooks import managing
from app.publications.webhooks.managing import Told, Wanted
from app.publications.webhooks.signing import Vault
from app.publications.webhooks.telling import in_words, subject
from app.registry import inspectorates
from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.forms import fields
from app.web.staff.framing import staff_page
from app.web.staff.local_time import local_time

HERE = "/staff/webhooks"


@dataclass(frozen=True)
class Line:
    """A message as the list shows it."""

    subject: str
    on: datetime
    words: str
    is_lost: bool


@dataclass(frozen=True)
class Row:
    """A webhook as the list shows it."""

    id: UUID
    url: str
    inspectorate: str
    is_ended: bool
    messages: list[Line]


@get("/webhooks", guards=[needs(ADMINISTRATOR)])
async def show_webhooks(
    request: Asked, people: NamedDependency[AsyncSession], person: NamedDependency[SignedIn]
) -> Response[str]:
    return await _page(request, people, person)


@post("/webhooks", guards=[needs(ADMINISTRATOR)], request_max_body_size=FORM_LIMIT)
async def add_webhook(
    request: Asked,
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Response[str]:
    """The page of its reply is the only one that ever shows the secret."""
    entered = await fields(request)
    vault, is_demo = Vault(parts.settings.pepper), not parts.settings.is_https
    try:
        wanted = await _wanted(people, person, entered)
        secret = await managing.add(people, vault, wanted, now, is_demo=is_demo)
    except Invalid as invalid:
        return await _page(request, people, person, invalid.errors, entered)
    except AlreadyDone:
        fault = {"url": _("This address is on the list already.")}
        return await _page(request, people, person, fault, entered)
    audit.record(people, person.person_id, "added a webhook", wanted.url[:200])
    return await _page(request, people, person, secret=secret)


@post("/webhooks/{webhook_id:uuid}/test", guards=[needs(ADMINISTRATOR)])
async def try_webhook(
    webhook_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    now: NamedDependency[datetime],
) -> Redirect:
    """The worker sends it within seconds; the list then says what became of it."""
    tried = await managing.try_out(people, webhook_id, now)
    audit.record(people, person.person_id, "tried a webhook", tried.url[:200])
    return Redirect(HERE, status_code=303)


@post("/webhooks/{webhook_id:uuid}/remove", guards=[needs(ADMINISTRATOR)])
async def remove_webhook(
    webhook_id: FromPath[UUID],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
) -> Redirect:
    removed = await managing.remove(people, webhook_id)
    audit.record(people, person.person_id, "removed a webhook", removed.url[:200])
    return Redirect(HERE, status_code=303)


async def _wanted(people: AsyncSession, person: SignedIn, entered: Mapping[str, str]) -> Wanted:
    slug = entered.get("inspectorate", "")
    inspectorate = await inspectorates.by_slug(people, slug) if slug else None
    if slug and inspectorate is None:
        raise Invalid({"inspectorate": _("Choose an inspectorate.")})
    where = inspectorate.id if inspectorate else None
    return Wanted(entered.get("url", ""), where, person.person_id)


async def _page(
    request: Asked,
    people: AsyncSession,
    person: SignedIn,
    errors: Mapping[str, str] | None = None,
    given: Mapping[str, str] | None = None,
    secret: str = "",
) -> Response[str]:
    bodies = await inspectorates.all_of(people)
    names = {one.id: one.names[spoken()]["short"] for one in bodies}
    return staff_page(
        request,
        person,
        "webhooks.html",
        status=422 if errors else 200,
        secret=secret,
        local=await local_time(people, person),
        rows=[_row(one, names) for one in await managing.every(people)],
        inspectorates={one.slug: one.names[spoken()]["name"] for one in bodies},
        labels={"url": _("Address"), "inspectorate": _("Releases of which inspectorate")},
        given=given or {},
        errors=errors or {},
    )


def _row(told: Told, names: Mapping[UUID, str]) -> Row:
    of = told.webhook.inspectorate_id
    return Row(
        told.webhook.id,
        told.webhook.url,
        names[of] if of else _("All inspectorates"),
        told.webhook.ended_at is not None,
        [_line(message) for message in told.messages],
    )


def _line(message: WebhookMessage) -> Line:
    is_lost = bool(message.fault)
    return Line(subject(message), message.made_at, in_words(message), is_lost)
