"""What was published, word for word."""

from datetime import datetime
from uuid import UUID, uuid4

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
