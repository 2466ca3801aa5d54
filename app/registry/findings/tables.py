"""Samples of an inspection, their laboratory results, and requirements that its act cites."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import JSON
from sqlmodel import Field, UniqueConstraint

from app.lib.db import PeopleTable


class Sample(PeopleTable, table=True):
    """Something bought or taken to be examined."""

    __tablename__ = "registry_sample"
    __table_args__ = (UniqueConstraint("inspection_id", "number"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    inspection_id: UUID = Field(foreign_key="registry_inspection.id")
    number: str = Field(max_length=40)
    what: str = Field(max_length=300)
    quantity: str = Field(max_length=60)
    taken_on: date
    seal: str = Field(default="", max_length=40)  # the number it was sealed under


class LabResult(PeopleTable, table=True):
    """One indicator of a sample, as a laboratory's protocol gives it."""

    __tablename__ = "registry_lab_result"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    sample_id: UUID = Field(foreign_key="registry_sample.id", index=True)
    laboratory: str = Field(max_length=200)
    accreditation: str = Field(default="", max_length=80)
    protocol_number: str = Field(max_length=60)
    protocol_date: date
    indicator: str = Field(max_length=200)
    norm: str = Field(max_length=300)  # the document that sets it, and what it allows
    value: str = Field(max_length=100)
    conforms: bool


class Requirement(PeopleTable, table=True):
    """A technical requirement that an administrator added to those that come with the program."""

    __tablename__ = "registry_requirement"

    code: str = Field(primary_key=True, max_length=60)
    kind: str = Field(max_length=4)  # findings/requirements.py
    titles: dict[str, str] = Field(sa_type=JSON)
    in_force_from: date | None = None
    in_force_to: date | None = None


class RequirementEnd(PeopleTable, table=True):
    """The last day of a requirement, shipped or added, that was entered later."""

    __tablename__ = "registry_requirement_end"

    code: str = Field(primary_key=True, max_length=60)
    in_force_to: date


class Citation(PeopleTable, table=True):
    """An act names a requirement; `point`: its article or point, as the act writes it."""

    __tablename__ = "registry_citation"

    inspection_id: UUID = Field(foreign_key="registry_inspection.id", primary_key=True)
    code: str = Field(primary_key=True, max_length=60)
    point: str = Field(default="", max_length=200)
