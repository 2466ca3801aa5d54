"""That two rows of the register are one business, or are not."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Index, text
from sqlmodel import Field

from app.lib.db import Moment, PeopleTable


class Merge(PeopleTable, table=True):
    """One business was merged into another. Its row stays, and with it whatever the numbers were;
    until it is undone, whatever is entered under them belongs to the other.
    """

    __tablename__ = "registry_merge"
    __table_args__ = (
        Index(
            "uq_registry_merge_in_force",
            "business_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    business_id: UUID = Field(foreign_key="registry_business.id")
    kept_id: UUID = Field(foreign_key="registry_business.id")
    # Where its acts stand now: another than `kept_id` if that one was merged in its turn.
    now_id: UUID = Field(foreign_key="registry_business.id", index=True)
    # As they were then.
    name: str = Field(max_length=300)
    tax_number: str | None = Field(default=None, max_length=14)
    licence_number: str | None = Field(default=None, max_length=40)
    acts: int  # that moved
    merged_at: datetime = Field(sa_type=Moment)
    merged_by: UUID | None = None  # accounts_person; None: the operator at the machine
    undone_at: datetime | None = Field(default=None, sa_type=Moment)
    undone_by: UUID | None = None


class Dismissal(PeopleTable, table=True):
    """Somebody said of two that looked like one: these are two businesses."""

    __tablename__ = "registry_dismissal"
    __table_args__ = (
        Index(
            "uq_registry_dismissal_in_force",
            "one_id",
            "other_id",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    # The smaller key first, so that a pair stands once.
    one_id: UUID = Field(foreign_key="registry_business.id")
    other_id: UUID = Field(foreign_key="registry_business.id")
    said_at: datetime = Field(sa_type=Moment)
    said_by: UUID | None = None  # accounts_person; None: the operator at the machine
    undone_at: datetime | None = Field(default=None, sa_type=Moment)
    undone_by: UUID | None = None
