"""A list of acts drawn by lot, and what was heard in each call. Never anything about answering."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field, UniqueConstraint

from app.lib.db import Moment, PeopleTable


class CallList(PeopleTable, table=True):
    """One for each inspectorate and quarter, so that nobody draws until they like what they get."""

    __tablename__ = "invitations_call_list"
    __table_args__ = (UniqueConstraint("inspectorate_id", "quarter"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    inspectorate_id: UUID = Field(foreign_key="registry_inspectorate.id")
    quarter: str = Field(max_length=7)
    seed: str = Field(max_length=32)  # with it anybody can draw again: calls/drawing.py
    acts: int  # on record when it was drawn
    drawn_by: UUID  # accounts_person
    drawn_at: datetime = Field(sa_type=Moment)


class Call(PeopleTable, table=True):
    __tablename__ = "invitations_call"
    __table_args__ = (UniqueConstraint("list_id", "inspection_id"),)

    list_id: UUID = Field(foreign_key="invitations_call_list.id", primary_key=True)
    number: int = Field(primary_key=True)  # its place in the list, from 1
    inspection_id: UUID = Field(foreign_key="registry_inspection.id", index=True)
    heard: str | None = Field(default=None, max_length=16)  # calls/hearing.py
    address: str | None = Field(default=None, max_length=12)
    heard_by: UUID | None = None  # accounts_person
    heard_on: date | None = None
