"""Letters to the staff: the web process asks for them, the worker writes and sends them.

Whoever has forgotten a password types an address. Whether it is anybody's is looked up by the
worker only: the page could not tell strangers even by the time that it takes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import col, delete, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.people import by_email, spelled
from app.accounts.tables import LetterWanted, Person

A_DAY = 5  # letters to one person
_DAY = timedelta(days=1)
_AT_ONCE = 50


class Wanted(StrEnum):
    """What for: the name of the letter's folder in templates/mail, too."""

    WELCOME = "welcome"  # to somebody new: a link to set a first password
    PASSWORD = "new-password"  # noqa: S105  (a link to set another one)
    SECOND_FACTOR = "second-factor"  # tells that it was taken off


@dataclass(frozen=True)
class Due:
    person: Person
    what: Wanted


def want(session: AsyncSession, email: str, what: Wanted, now: datetime) -> None:
    """Takes equally long whoever has that address. An address that is too long is nobody's."""
    written = spelled(email)[:254]
    session.add(LetterWanted(email=written, what=what.value, at=now))


async def is_waiting(session: AsyncSession, email: str, what: Collection[Wanted]) -> bool:
    """Whether one of these is still to be written to that person."""
    query = select(LetterWanted.id).where(
        LetterWanted.email == spelled(email),
        col(LetterWanted.what).in_(what),
        ~col(LetterWanted.is_written),
    )
    return (await session.exec(query)).first() is not None


async def are_enough(session: AsyncSession, email: str, now: datetime) -> bool:
    """Whether the person has had as many letters today as anybody may have."""
    of_today = select(func.count()).where(
        LetterWanted.email == spelled(email),
        col(LetterWanted.is_written),
        LetterWanted.at > now - _DAY,
    )
    return (await session.exec(of_today)).one() >= A_DAY


async def due(session: AsyncSession, now: datetime) -> Sequence[Due]:
    """To be written in this transaction. What nobody is to get, and yesterday, is forgotten."""
    await session.exec(delete(LetterWanted).where(col(LetterWanted.at) <= now - _DAY))
    waiting = (
        select(LetterWanted)
        .where(~col(LetterWanted.is_written))
        .order_by(col(LetterWanted.at))
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)  # another worker's
    )
    found = []
    for wanted in (await session.exec(waiting)).all():
        person = await by_email(session, wanted.email)
        if person is None or not person.active or await are_enough(session, wanted.email, now):
            await session.delete(wanted)
        else:
            wanted.is_written = True
            found.append(Due(person, Wanted(wanted.what)))
        await session.flush()
    return found
