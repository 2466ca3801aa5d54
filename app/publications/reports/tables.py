"""Files of reports, kept by what they show."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from app.lib.db import Moment, PeopleTable


class ReportFile(PeopleTable, table=True):
    """One for everybody who asks for the same. Gone within days; whoever wants it asks again."""

    __tablename__ = "publications_report_file"

    digest: str = Field(primary_key=True, max_length=64)  # of all that the file is made from
    inspectorate_id: UUID = Field(foreign_key="registry_inspectorate.id", index=True)
    form: str = Field(max_length=4)  # xlsx or pdf
    report: str  # a Report, written
    asked_at: datetime = Field(sa_type=Moment, index=True)
    stage: str = Field(max_length=8, index=True)  # stages.py
    tries: int = 0
    content: bytes | None = None
