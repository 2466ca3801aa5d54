"""What administrators do with people: find them, take roles from them, switch them off."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import tables
from app.accounts.roles import ADMINISTRATOR, Held, Role
from app.accounts.signing_in import sign_out_everywhere
from app.accounts.tables import OneTimeLink, Person
from app.lib.errors import RuleBroken


class Oneself(RuleBroken):
    """Nobody switches themself off, nor takes away their own role of administrator."""


class LastAdministrator(RuleBroken):
    """Then nobody could give anybody a role any more."""


@dataclass(frozen=True)
class Listed:
    person: Person
    roles: Sequence[Held]


@dataclass(frozen=True)
class Sought:
    """What is None or empty is not asked about. `words`: a part of a name or an address."""

    words: str = ""
    role: str | None = None
    inspectorate_id: UUID | None = None

    def fits(self, listed: Listed) -> bool:
        named = f"{listed.person.name} {listed.person.email}".casefold()
        return self.words.strip().casefold() in named and (
            (self.role is None and self.inspectorate_id is None)
            or any(self._fits(held) for held in listed.roles)
        )

    def _fits(self, held: Held) -> bool:
        return self.role in (None, held.role) and self.inspectorate_id in (
            None,
            held.inspectorate_id,
        )


async def find(session: AsyncSession, sought: Sought) -> list[Listed]:
    """By name. All are read: they are hundreds, and databases compare letters unlike people."""
    held: dict[UUID, list[Held]] = {}
    for row in await session.exec(select(tables.Role)):
        held.setdefault(row.person_id, []).append(Held(Role(row.name), row.inspectorate_id))
    every = [Listed(one, held.get(one.id, [])) for one in await session.exec(select(Person))]
    found = [listed for listed in every if sought.fits(listed)]
    return sorted(found, key=lambda listed: (not listed.person.active, listed.person.name))


async def take(session: AsyncSession, by: UUID, person: Person, held: Held) -> None:
    """The role is theirs no more. Raises Oneself, LastAdministrator."""
    if held.role is ADMINISTRATOR:
        await _refuse_last(session, by, person)
    await session.exec(
        delete(tables.Role).where(
            col(tables.Role.person_id) == person.id,
            col(tables.Role.name) == held.role.value,
            col(tables.Role.inspectorate_id).is_not_distinct_from(held.inspectorate_id),
        )
    )


async def switch_off(session: AsyncSession, by: UUID, person: Person) -> None:
    """They are signed out, and cannot sign in. Raises Oneself, LastAdministrator."""
    await _refuse_last(session, by, person)
    person.active = False
    await sign_out_everywhere(session, person.id)
    await _forget_links(session, person)


async def forget_password(session: AsyncSession, person: Person) -> None:
    """The present one opens nothing any more, and neither does a session or an older link."""
    person.password = None
    await sign_out_everywhere(session, person.id)
    await _forget_links(session, person)


async def _refuse_last(session: AsyncSession, by: UUID, person: Person) -> None:
    if by == person.id:
        raise Oneself
    query = (
        select(Person.id)
        .join(tables.Role, col(tables.Role.person_id) == col(Person.id))
        .where(tables.Role.name == ADMINISTRATOR.value, col(Person.active))
        .with_for_update()  # two who switch each other off in the same moment
    )
    if set(await session.exec(query)) <= {person.id}:
        raise LastAdministrator


async def _forget_links(session: AsyncSession, person: Person) -> None:
    await session.exec(delete(OneTimeLink).where(col(OneTimeLink.person_id) == person.id))
