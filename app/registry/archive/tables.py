"""Quarters whose records are closed, each with its file."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from app.lib.db import Moment, PeopleTable


class ArchivedQuarter(PeopleTable, table=True):
    """The file itself stands here, since web and worker may be on different machines: what is
    downloaded is what was written, whatever becomes of the rows.
    """

    __tablename__ = "registry_archived_quarter"

    inspectorate_id: UUID = Field(foreign_key="registry_inspectorate.id", primary_key=True)
    quarter: str = Field(primary_key=True, max_length=7)
    records: int
    digest: str = Field(max_length=64)  # SHA-256 of the file, in hex
    content: bytes  # the file, compressed: archive/writing.py
    written_at: datetime = Field(sa_type=Moment)
