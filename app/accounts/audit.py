"""The audit trail: who of the staff did what, and about what. Never anything about answers.

Each event holds the digest of the one before it (accounts/chain.py), so events have one order. It
is given as late as possible: what a transaction records waits until the transaction commits, and
only for that moment do others wait for it, however long an import or a mixing takes.
"""

from uuid import UUID

from sqlalchemy import event, func
from sqlalchemy.orm import Session
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.chain import BEGINNING, digest
from app.accounts.tables import Event
from app.lib import clock

_WAITING = "events that wait for the commit"
_ONE_AT_A_TIME = int.from_bytes(b"audit")  # the number of PostgreSQL's lock


def record(session: AsyncSession, person_id: UUID | None, act: str, about: str = "") -> None:
    """In the transaction of the act itself. `person_id` None: the operator at the machine.

    Not inside a savepoint: what is recorded stays on record when that is rolled back.
    """
    if session.in_nested_transaction():
        raise RuntimeError("An event is recorded in a savepoint, which may be rolled back.")
    if _WAITING not in session.info:
        session.info[_WAITING] = []
        event.listen(session.sync_session, "before_commit", _append)
    session.info[_WAITING].append(Event(at=clock.now(), person_id=person_id, act=act, about=about))


def _append(session: Session) -> None:
    """The events of this transaction become the newest of the trail."""
    waiting: list[Event] = session.info[_WAITING]
    if not waiting or session.in_nested_transaction():
        return
    session.flush()  # first: whoever holds the lock must not wait for anybody's rows
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer anyway
        session.execute(select(func.pg_advisory_xact_lock(_ONE_AT_A_TIME)))
    newest = select(Event.number, Event.digest).order_by(col(Event.number).desc()).limit(1)
    number, before = session.execute(newest).one_or_none() or (0, BEGINNING)
    for new in waiting:
        number += 1
        new.number, new.previous = number, before
        new.digest = before = digest(new)
    session.add_all(waiting)
    session.info[_WAITING] = []
