"""What was published, word for word."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import JSON
from sqlmodel import Field, UniqueConstraint

from app.lib.db import Moment, PeopleTable


class Release(PeopleTable, table=True):
    """A quarter's frozen results: canonical JSON (RFC 8785), whose digest is its identity."""

    __tablename__ = "publications_release"
    __table_args__ = (UniqueConstraint("inspectorate_id", "quarter", "revision"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    inspectorate_id: UUID = Field(foreign_key="registry_inspectorate.id", index=True)
    quarter: str = Field(max_length=7)
    revision: int = 1
    published_at: datetime = Field(sa_type=Moment)
    document: str
    digest: str = Field(max_length=64, index=True)


class AnnualRelease(PeopleTable, table=True):
    """A year's frozen results, made of its quarters' releases and of what they left unopened."""

    __tablename__ = "publications_annual_release"
    __table_args__ = (UniqueConstraint("inspectorate_id", "year"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    inspectorate_id: UUID = Field(foreign_key="registry_inspectorate.id", index=True)
    year: int
    published_at: datetime = Field(sa_type=Moment)
    document: str
    digest: str = Field(max_length=64)


class Webhook(PeopleTable, table=True):
    """An address of another system that is told of releases. Its secret is encrypted."""

    __tablename__ = "publications_webhook"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    inspectorate_id: UUID | None = Field(default=None, foreign_key="registry_inspectorate.id")
    url: str = Field(max_length=500)
    secret: bytes
    made_by: UUID | None = None
    made_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)  # it said 410: no more


class WebhookMessage(PeopleTable, table=True):
    """What one webhook is told, once: until it is delivered or given up."""

    __tablename__ = "publications_webhook_message"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    webhook_id: UUID = Field(foreign_key="publications_webhook.id", index=True)
    type: str = Field(max_length=32)
    data: dict[str, str | int] = Field(sa_type=JSON)
    made_at: datetime = Field(sa_type=Moment)
    state: str = Field(default="waiting", max_length=12)  # waiting | delivered | given_up
    tries: int = 0
    due_at: datetime = Field(sa_type=Moment, index=True)  # of the next try; while one runs, later
    fault: str = Field(default="", max_length=40)  # of the last try: webhooks/sending.py
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
