"""The page of the letters' texts: who signs, which version counts, what changed, test letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from litestar import Response
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.tables import Person
from app.invitations.samples import KINDS
from app.invitations.tables import SampleLetter
from app.lib.i18n import LANGUAGES, OWN_NAMES
from app.lib.i18n import gettext as _
from app.mail.tables import Letter
from app.mail.telling import in_words
from app.registry import signers as signing
from app.registry.countries import zone
from app.registry.describing import ROLES
from app.registry.signers import today
from app.registry.tables import Inspectorate, Signer
from app.web.asked import Asked
from app.web.signed_in import SignedIn
from app.web.staff.bodies.asking import role_name
from app.web.staff.framing import staff_page
from app.web.staff.local_time import LocalTime

_SHOWN = 5  # test letters, the newest
_FIELDS = ("name", "position", "words")


@dataclass(frozen=True)
class Change:
    """Of one field in one language ("" for the e-mail address)."""

    language: str
    field: str
    before: str
    now: str


@dataclass(frozen=True)
class Version:
    """One version on the page. `standing`: draft | planned | in force | earlier."""

    signer: Signer
    standing: str
    written_by: str
    released_by: str
    changes: Sequence[Change]


async def texts_page(
    request: Asked,
    people: AsyncSession,
    person: SignedIn,
    inspectorate: Inspectorate,
    now: datetime,
    given: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Response[str]:
    histories = {role: await _history(people, inspectorate, role, now) for role in ROLES}
    return staff_page(
        request,
        person,
        "bodies/texts.html",
        status=422 if errors else 200,
        inspectorate=inspectorate,
        local=LocalTime(inspectorate.country),
        histories=histories,
        has_draft=any(one.standing == "draft" for every in histories.values() for one in every),
        role_name=role_name,
        words=_words(),
        kinds={kind: _kind(kind) for kind in KINDS},
        samples=await _samples(people, inspectorate),
        today=today(inspectorate, now),
        given=given or {},
        errors=errors or {},
        own_address=person.email,
    )


async def _history(
    people: AsyncSession, inspectorate: Inspectorate, role: str, now: datetime
) -> list[Version]:
    """The newest first."""
    every = await signing.versions(people, inspectorate, role)
    in_force = (await signing.signers(people, inspectorate, now))[role]
    names = await _names(people, every)
    day = today(inspectorate, now)
    history = []
    for n, signer in enumerate(every):
        if signer.in_force_from is None:
            standing = "draft"
        elif signer == in_force:
            standing = "in force"
        else:
            standing = "planned" if signer.in_force_from > day else "earlier"
        changes = _changes(every[n - 1], signer) if n else []
        written, released = names.get(signer.written_by, ""), names.get(signer.released_by, "")
        history.append(Version(signer, standing, written, released, changes))
    return history[::-1]


def _changes(before: Signer, now: Signer) -> list[Change]:
    found = [Change("", "email", before.email, now.email)] if before.email != now.email else []
    for language in LANGUAGES:
        old, new = before.texts[language], now.texts[language]
        found += [
            Change(language, field, old[field], new[field])
            for field in _FIELDS
            if old[field] != new[field]
        ]
    return found


async def _names(people: AsyncSession, every: Sequence[Signer]) -> dict[UUID | None, str]:
    ids = {one.written_by for one in every} | {one.released_by for one in every}
    found = await people.exec(select(Person).where(col(Person.id).in_(ids - {None})))
    return {one.id: one.name for one in found} | {None: _("the operator of the server")}


async def _samples(people: AsyncSession, inspectorate: Inspectorate) -> list[dict[str, str]]:
    query = (
        select(SampleLetter, Letter)
        .outerjoin(Letter, col(Letter.id) == col(SampleLetter.letter_id))
        .where(SampleLetter.inspectorate_id == inspectorate.id)
        .order_by(col(SampleLetter.asked_at).desc())
        .limit(_SHOWN)
    )
    return [
        {
            "letter": f"{_kind(asked.kind)}, {OWN_NAMES[asked.language]}",
            "state": in_words(letter, zone(inspectorate.country))
            if letter
            else _("Waiting to be written: within a minute, if the worker runs."),
        }
        for asked, letter in await people.exec(query)
    ]


def _kind(kind: str) -> str:
    return _("Invitation") if kind == "invitation" else _("Reminder")


def _words() -> dict[str, str]:
    """Of standings and fields."""
    return {
        "draft": _("Draft"),
        "planned": _("Planned"),
        "in force": _("In force"),
        "earlier": _("Earlier"),
        "email": _("Direct e-mail address"),
        "name": _("Name of the person"),
        "position": _("Position"),
        "words": _("Words to the entrepreneur"),
    }
