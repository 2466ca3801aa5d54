"""The people who sign in to the demo, added by the acts that add real ones."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import links, people
from app.accounts.roles import ADMINISTRATOR, DIRECTOR, INSPECTOR, MINISTRY, Role
from app.demo.register.acts import chief_inspector
from app.demo.register.bodies import BODIES
from app.lib import clock
from app.registry import inspectorates
from app.wiring import Wiring

PASSWORD = "only for this demo"  # noqa: S105  (it stands on the demo's front page)
# The directors are those who sign the letters; all are invented.
_DIRECTORS = {"geti": "Мисалова Н.", "consumer": "Мысалова А."}
_MINISTRY, _ADMINISTRATOR = "Үлгүева А.", "Үлгүев Б."
_DESCRIPTIONS = Path(__file__).with_name("inspectorates")


@dataclass(frozen=True)
class Account:
    email: str
    name: str
    role: Role
    slug: str | None  # of the inspectorate; None: of all


def accounts() -> list[Account]:
    """An inspector and a director in each inspectorate, and two people for all of them."""
    of_bodies = [
        Account(f"{role.value}@{body.domain}", name, role, body.slug)
        for body in BODIES
        for role, name in ((INSPECTOR, chief_inspector(body)), (DIRECTOR, _DIRECTORS[body.slug]))
    ]
    of_all = [
        Account(f"{role.value}@pikir.example", name, role, slug=None)
        for role, name in ((MINISTRY, _MINISTRY), (ADMINISTRATOR, _ADMINISTRATOR))
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
            person = await people.add(session, account.email, account.name)
            await people.give(session, person, account.role, where)
            token = await links.make(session, person, clock.now())
        await links.set_password(wiring.people, token, PASSWORD, clock.now())


async def _inspectorate(session: AsyncSession, slug: str | None) -> UUID | None:
    found = await inspectorates.by_slug(session, slug) if slug else None
    return found.id if found else None
