"""That an inspection's entrepreneur was asked. Never whether, or what, they answered."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON
from sqlmodel import Field, UniqueConstraint

from app.lib.db import Moment, PeopleTable


class InvitingBox(PeopleTable, table=True):
    """The people's side of a box: which part of it an inspection's ticket belongs to."""

    __tablename__ = "invitations_box"
    __table_args__ = (UniqueConstraint("inspectorate_id", "quarter", "questionnaire"),)

    id: str = Field(primary_key=True, max_length=12)  # the same id as ballots_box
    inspectorate_id: UUID = Field(foreign_key="registry_inspectorate.id", index=True)
    quarter: str = Field(max_length=7)
    questionnaire: str = Field(max_length=40)
    closes_on: date
    questions: int  # how long the letter says it takes
    minutes: int
    # [{"number": 1, "regions": ["KG-GB"], "kinds": ["scheduled"]}, …]; empty kinds = all others
    parts: list[dict[str, Any]] = Field(sa_type=JSON)


class Invitation(PeopleTable, table=True):
    """At most one per inspection, ever."""

    __tablename__ = "invitations_invitation"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    inspection_id: UUID = Field(foreign_key="registry_inspection.id", unique=True)
    box_id: str = Field(foreign_key="invitations_box.id", index=True)
    to_print: bytes = Field(index=True)
    letter_id: UUID = Field(foreign_key="mail_letter.id")
    invited_at: datetime = Field(sa_type=Moment, index=True)
    remind_at: datetime | None = Field(default=None, sa_type=Moment, index=True)
    # An address can be corrected once. Until the letter is written anew, `to_print` is the old one.
    corrected_at: datetime | None = Field(default=None, sa_type=Moment, index=True)


class SampleLetter(PeopleTable, table=True):
    """An administrator asked for a letter to look at. The worker writes it: samples.py."""

    __tablename__ = "invitations_sample"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    inspectorate_id: UUID = Field(foreign_key="registry_inspectorate.id", index=True)
    kind: str = Field(max_length=16)  # invitation | reminder
    language: str = Field(max_length=2)
    with_drafts: bool  # of the signers' words, where there are any
    address: bytes | None  # encrypted: registry/addresses.py; erased when the letter is written
    asked_by: UUID  # accounts_person
    asked_at: datetime = Field(sa_type=Moment)
    letter_id: UUID | None = None  # mail_letter, once it is written


class Denial(PeopleTable, table=True):
    """The reader of a letter said that this was not their inspection. For the ministry alone."""

    __tablename__ = "invitations_denial"

    inspection_id: UUID = Field(foreign_key="registry_inspection.id", primary_key=True)
    day: date  # no minute: that could be set beside the minute of something else
