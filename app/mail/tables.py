"""The outbox, and the addresses that get nothing more."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BindParameter, Index, case, text
from sqlmodel import Field, col

from app.lib.db import Moment, PeopleTable
from app.mail import states

_BOUNCED = text("bounce IS NOT NULL")


class Letter(PeopleTable, table=True):
    """One e-mail of any kind. `payload` holds all of it, encrypted under its week's key."""

    __tablename__ = "mail_letter"
    __table_args__ = (
        Index("ix_mail_letter_due", "state", "due_at"),
        Index(
            "ix_mail_letter_bounced", "to_print", sqlite_where=_BOUNCED, postgresql_where=_BOUNCED
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: str = Field(max_length=16)  # invitation | reminder
    about: UUID | None = Field(default=None, index=True)  # e.g. the inspection
    to_print: bytes  # keyed fingerprint of the address, for suppression
    stoppable: bool  # whether its reader may ask for no more of them
    payload: bytes | None  # erased when it is no longer needed
    payload_key: str = Field(max_length=24)
    kept: bool = False  # the payload outlives the sending: a reminder repeats its link
    state: str = Field(default="queued", max_length=12)  # mail/states.py
    due_at: datetime = Field(sa_type=Moment)
    lease_until: datetime | None = Field(default=None, sa_type=Moment)
    worker: str | None = Field(default=None, max_length=40)
    attempt: int = 0  # claims so far; with the worker it fences every mark
    deferrals: int = 0
    resent: bool = False  # after an unknown outcome: this happens once
    reply: str | None = Field(default=None, max_length=300)  # the server's words, no address
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    bounce: str | None = Field(default=None, max_length=12)  # bounces/kinds.py: what came back
    bounced_at: datetime | None = Field(default=None, sa_type=Moment)


# What is left of the payload once the outcome is known: only what a reminder is to repeat.
PAYLOAD_IF_KEPT = case((col(Letter.kept), col(Letter.payload)), else_=None)


def as_sent(at: datetime | BindParameter[datetime]) -> dict[str, Any]:
    """The columns of a letter that the server has taken."""
    return {
        "state": states.SENT,
        "sent_at": at,
        "reply": None,
        "payload": PAYLOAD_IF_KEPT,
        "worker": None,
        "lease_until": None,
    }


class Suppression(PeopleTable, table=True):
    """An address that is not written to, by fingerprint: it works after the address is erased."""

    __tablename__ = "mail_suppression"

    to_print: bytes = Field(primary_key=True)
    reason: str = Field(max_length=16)  # unsubscribed | hard | soft | complaint
    at: datetime = Field(sa_type=Moment)


class RelayReport(PeopleTable, table=True):
    """How the relay looks to a worker, for pages: the web process talks to no mail server."""

    __tablename__ = "mail_relay"

    worker: str = Field(primary_key=True, max_length=40)
    server: str = Field(max_length=300)  # without user and password
    standing: str = Field(max_length=12)  # relaying.py
    at: datetime = Field(sa_type=Moment)


class Hold(PeopleTable, table=True):
    """While there is a row, nothing is sent: the database was restored (mail/holding.py)."""

    __tablename__ = "mail_hold"

    id: int = Field(default=1, primary_key=True)  # there is one, or none
    since: datetime = Field(sa_type=Moment)


class SentEarlier(PeopleTable, table=True):
    """A letter that went out after the backup that this database was restored from."""

    __tablename__ = "mail_sent_earlier"

    letter_id: UUID = Field(primary_key=True)


class Domain(PeopleTable, table=True):
    """Whether a domain takes mail, as the domain name system said (mail/domains.py)."""

    __tablename__ = "mail_domain"

    name: str = Field(primary_key=True, max_length=255)
    verdict: str = Field(max_length=12)
    until: datetime = Field(sa_type=Moment)  # when it is forgotten
