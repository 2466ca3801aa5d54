"""The second step of signing in: after the password, a code. And the same for whoever turns it off.

Like app/accounts/signing_in.py these take the Database: a wrong code must be on record although the
request ends in a refusal.
"""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import audit, second_factor
from app.accounts.passwords import is_right
from app.accounts.second_factor import Sealing
from app.accounts.signing_in import begin, digest, note
from app.accounts.tables import Attempt, Person, SignIn
from app.accounts.throttling import admit, forget, key
from app.lib.db import Database
from app.lib.errors import Expired

MOST = 5  # wrong codes or passwords in five minutes


async def halfway(session: AsyncSession, cookie: str, now: datetime) -> Person:
    """Whose password was right in this browser, less than ten minutes ago; else Expired."""
    found = await session.get(SignIn, digest(cookie)) if cookie else None
    if found is None or not found.is_half or found.expires_at <= now:
        raise Expired
    person = await session.get_one(Person, found.person_id)
    if not person.active:
        raise Expired
    return person


async def finish(
    database: Database, sealing: Sealing, cookie: str, code: str, now: datetime
) -> str | None:
    """The whole session's cookie; None if the code is wrong or used. Raises Expired, TooMany."""
    async with database.reading() as session:
        person = await halfway(session, cookie, now)
    attempts, account = await _admitted(database, sealing, person.id, now)
    async with database.transaction() as session:
        person = await halfway(session, cookie, now)
        if not await second_factor.use(session, sealing, person, code, now):
            return None
        await forget(session, attempts, account)
        note(session, person, now)
        return await begin(session, person.id, now, instead_of=cookie)


async def turn_off(
    database: Database,
    sealing: Sealing,
    person_id: UUID,
    *,
    password: str,
    code: str,
    now: datetime,
) -> bool:
    """False if the password or the code is wrong: then it stays on. Raises TooMany."""
    attempts, account = await _admitted(database, sealing, person_id, now)
    async with database.reading() as session:
        stored = (await session.get_one(Person, person_id)).password
    if not await is_right(password, stored):
        return False
    async with database.transaction() as session:
        person = await session.get_one(Person, person_id)
        if not await second_factor.use(session, sealing, person, code, now):
            return False
        await forget(session, attempts, account)
        await second_factor.turn_off(session, person)
        audit.record(session, person_id, "turned off the second factor")
    return True


async def _admitted(
    database: Database, sealing: Sealing, person_id: UUID, now: datetime
) -> tuple[list[Attempt], bytes]:
    account = key(sealing.pepper, "code", person_id.hex)
    async with database.transaction() as session:
        return await admit(session, [account], now, MOST), account
