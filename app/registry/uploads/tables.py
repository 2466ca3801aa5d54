"""A register on its way in, in sealed pieces."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field

from app.lib.db import Moment, PeopleTable


class Upload(PeopleTable, table=True):
    """What stands in it was sealed with the keys of the e-mail addresses. Gone within a day."""

    __tablename__ = "registry_upload"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    inspectorate_id: UUID = Field(foreign_key="registry_inspectorate.id", index=True)
    person_id: UUID  # accounts_person
    language: str = Field(max_length=2)  # in which the person is told what the worker found
    name: str = Field(max_length=120)
    began_at: datetime = Field(sa_type=Moment, index=True)
    stage: str = Field(max_length=12, index=True)  # registry/uploads/stages.py
    percent: int = 0  # of the stage that the worker is at
    asked_sheet: bytes | None = None  # sealed: the name of the one to look at; None: the first
    seen: bytes | None = None  # sealed: Seen
    column_map: bytes | None = None  # sealed: a column map as YAML; None: our own columns
    told: bytes | None = None  # sealed: Told
    sheet: bytes | None = None  # sealed: the refused rows as XLSX


class Piece(PeopleTable, table=True):
    """A sealed part of the file."""

    __tablename__ = "registry_upload_piece"

    upload_id: UUID = Field(foreign_key="registry_upload.id", primary_key=True)
    number: int = Field(primary_key=True)
    content: bytes
