"""What is made once for all pages, charts and counts; and what directors were told of results."""

from uuid import UUID

from sqlmodel import Field

from app.lib.db import PeopleTable


class Chart(PeopleTable, table=True):
    """A picture, found by the hash of everything that is drawn in it."""

    __tablename__ = "results_chart"

    hash: str = Field(primary_key=True, max_length=64)
    drawn: str  # an SVG; of a release's cover a PNG, in base64


class Counted(PeopleTable, table=True):
    """Inspections and letters of a quarter, as the worker counted them last: counting.py."""

    __tablename__ = "results_counted"

    inspectorate_id: UUID = Field(foreign_key="registry_inspectorate.id", primary_key=True)
    quarter: str = Field(primary_key=True, max_length=7)
    counts: str  # JSON


class ToldChange(PeopleTable, table=True):
    """Directors were told that this share has moved. A row is made once, and stays: what they know
    they are not told again, also if it moves back and forth.
    """

    __tablename__ = "results_told_change"

    inspectorate_id: UUID = Field(primary_key=True)
    quarter: str = Field(primary_key=True, max_length=7)
    questionnaire: str = Field(primary_key=True, max_length=60)
    question: str = Field(primary_key=True, max_length=60)


class SentDigest(PeopleTable, table=True):
    """The month's digest was written to the directors who wanted it."""

    __tablename__ = "results_sent_digest"

    inspectorate_id: UUID = Field(primary_key=True)
    month: str = Field(primary_key=True, max_length=7)  # 2026-11, in which it was written
