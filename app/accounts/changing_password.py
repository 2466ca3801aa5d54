"""Another password, by somebody who knows the present one."""

from datetime import datetime
from uuid import UUID

from app.accounts import audit, passwords, sessions
from app.accounts.tables import Person
from app.accounts.throttling import admit, forget, key
from app.lib.db import Database
from app.lib.errors import Invalid
from app.lib.i18n import gettext as _


async def change_password(
    database: Database,
    pepper: bytes,
    person_id: UUID,
    *,
    old: str,
    new: str,
    cookie: str,
    now: datetime,
) -> None:
    """Ends all sessions but that of `cookie`. Invalid names `old` or `password`; TooMany.

    Takes the Database because argon2 must not run inside a transaction.
    """
    account = key(pepper, "old password", person_id.hex)
    async with database.transaction() as session:
        attempts = await admit(session, [account], now)
        person = await session.get_one(Person, person_id)
    if not await passwords.is_right(old, person.password):
        raise Invalid({"old": _("This is not your present password.")})
    passwords.check(new, about=person.email)
    digest = await passwords.digest(new)
    async with database.transaction() as session:
        await forget(session, attempts, account)
        (await session.get_one(Person, person_id)).password = digest
        await sessions.end_others(session, person_id, cookie)
        audit.record(session, person_id, "changed their password")
