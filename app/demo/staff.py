"""The people who sign in to the demo, added by the acts that add real ones."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import links, people, second_factor
from app.accounts.roles import ADMINISTRATOR, DIRECTOR, INSPECTOR, MINISTRY, OBSERVER, Role
from app.accounts.second_factor import Sealing
from app.accounts.signing_in import begin
from app.accounts.tables import Person
from app.demo.register.acts import chief_inspector
from app.demo.register.bodies import BODIES
from app.lib import clock
from app.lib.errors import NotFound
from app.registry import inspectorates
from app.wiring import Wiring

PASSWORD = "only for this demo"  # noqa: S105  (it stands on the demo's front page)
# The directors are those who sign the letters; all are invented.
_DIRECTORS = {"geti": "Мисалова Н.", "consumer": "Мысалова А."}
_MINISTRY, _OBSERVER, _ADMINISTRATOR = "Үлгүева А.", "Үлгүева Г.", "Үлгүев Б."
_DESCRIPTIONS = Path(__file__).with_name("inspectorates")


@dataclass(frozen=True)
class Account:
    email: str
    name: str
    role: Role
    slug: str | None  # of the inspectorate; None: of all
    language: str = "ru"


def accounts() -> list[Account]:
    """An inspector and a director in each inspectorate, and three people for all of them."""
    of_bodies = [
        Account(f"{role.value}@{body.domain}", name, role, body.slug, body.language)
        for body in BODIES
        for role, name in ((INSPECTOR, chief_inspector(body)), (DIRECTOR, _DIRECTORS[body.slug]))
    ]
    of_all = [
        Account(f"{role.value}@pikir.example", name, role, slug=None)
        for role, name in (
            (MINISTRY, _MINISTRY),
            (OBSERVER, _OBSERVER),
            (ADMINISTRATOR, _ADMINISTRATOR),
        )
    ]
    return [*of_bodies, *of_all]


async def found_inspectorates(wiring: Wiring) -> None:
    async with wiring.people.transaction() as session:
        for body in BODIES:
            await inspectorates.add_from(session, _DESCRIPTIONS / f"{body.slug}.yaml")


async def hire(wiring: Wiring) -> None:
    """Everybody gets their link and sets the demo's password by it."""
    for account in accounts():
        async with wiring.people.transaction() as session:
            where = await _inspectorate(session, account.slug)
            person = await people.add(session, account.email, account.name, account.language)
            await people.give(session, person, account.role, where)
            token = await links.make(session, person, clock.now())
        await links.set_password(wiring.people, token, PASSWORD, clock.now())
        if account.role is ADMINISTRATOR:
            await _give_second_factor(wiring, person.id)


async def let_in(session: AsyncSession, email: str, now: datetime) -> str:
    """A session's cookie, without a password or a code: whoever tries the demo is anybody."""
    if email not in {account.email for account in accounts()}:
        raise NotFound
    person = await people.by_email(session, email)
    if person is None:
        raise NotFound
    return await begin(session, person.id, now)


async def _give_second_factor(wiring: Wiring, person_id: UUID) -> None:
    """Without one no page for administrators opens. No telephone knows it."""
    async with wiring.people.transaction() as session:
        person = await session.get_one(Person, person_id)
        secret = second_factor.new_secret()
        await second_factor.turn_on(
            session, Sealing(wiring.settings.pepper), person, secret, step=0
        )


async def _inspectorate(session: AsyncSession, slug: str | None) -> UUID | None:
    found = await inspectorates.by_slug(session, slug) if slug else None
    return found.id if found else None
