"""The staff: who they are, and which roles they hold."""

from collections.abc import Iterable
from uuid import UUID

from email_validator import EmailNotValidError, validate_email
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import tables
from app.accounts.roles import EVERYWHERE, Held, Role
from app.accounts.tables import Person
from app.lib.errors import AlreadyDone, Invalid
from app.lib.i18n import LANGUAGES
from app.lib.i18n import gettext as _


async def add(session: AsyncSession, email: str, name: str, language: str = "ru") -> Person:
    """Without a password: that is set by a one-time link. AlreadyDone if the address is known."""
    faults = _faults_of_name(name)
    if language not in LANGUAGES:
        faults["language"] = _("Use one of these words: %(words)s.", words=", ".join(LANGUAGES))
    try:
        validate_email(email.strip(), check_deliverability=False)
    except EmailNotValidError:
        faults["email"] = _(
            "This is not a complete e-mail address. It has the form name@example.com."
        )
    if faults:
        raise Invalid(faults)
    if await by_email(session, email):
        raise AlreadyDone
    person = Person(email=spelled(email), name=name.strip(), language=language)
    session.add(person)
    await session.flush()
    return person


def rename(person: Person, name: str) -> None:
    """Raises Invalid."""
    faults = _faults_of_name(name)
    if faults:
        raise Invalid(faults)
    person.name = name.strip()


async def prefer(session: AsyncSession, person_id: UUID, language: str) -> None:
    """From now on they are spoken to in that language; an unknown one changes nothing."""
    if language in LANGUAGES:
        (await session.get_one(Person, person_id)).language = language


async def give(
    session: AsyncSession, person: Person, role: Role, inspectorate_id: UUID | None = None
) -> None:
    """A role in one inspectorate, or one of EVERYWHERE. Giving it again is nothing."""
    if (role in EVERYWHERE) != (inspectorate_id is None):
        if role in EVERYWHERE:
            fault = _("This role is for all inspectorates: choose none here.")
        else:
            fault = _("Choose the inspectorate: this role is held in one of them.")
        raise Invalid({"inspectorate": fault})
    if Held(role, inspectorate_id) in await roles_of(session, person.id):
        return
    session.add(tables.Role(person_id=person.id, name=role.value, inspectorate_id=inspectorate_id))
    await session.flush()


async def by_email(session: AsyncSession, email: str) -> Person | None:
    if not email.isprintable():  # nor does every database look for such a thing
        return None
    return (await session.exec(select(Person).where(Person.email == spelled(email)))).first()


async def names(session: AsyncSession) -> dict[UUID, str]:
    """Of everybody, by id: also of those who may not sign in any more."""
    return dict((await session.exec(select(Person.id, Person.name))).all())


async def roles_of(session: AsyncSession, person_id: UUID) -> tuple[Held, ...]:
    rows = await session.exec(select(tables.Role).where(tables.Role.person_id == person_id))
    return tuple(Held(Role(row.name), row.inspectorate_id) for row in rows)


async def vacant(session: AsyncSession, needed: Iterable[Held]) -> list[Held]:
    """Which of these nobody holds who may sign in."""
    query = (
        select(tables.Role)
        .join(Person, col(Person.id) == col(tables.Role.person_id))
        .where(col(Person.active))
    )
    there = {Held(Role(row.name), row.inspectorate_id) for row in await session.exec(query)}
    return [one for one in needed if one not in there]


def _faults_of_name(name: str) -> dict[str, str]:
    is_one = 1 <= len(name.strip()) <= 120 and name.isprintable()
    return {} if is_one else {"name": _("Give a name of at most 120 characters.")}


def spelled(email: str) -> str:
    """As people are known: without blanks around it, in lower case."""
    return email.strip().lower()
