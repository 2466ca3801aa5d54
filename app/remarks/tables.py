"""What people decided about remarks, under the remarks' random ids; their texts are not here.

A day and no hour: who reads remarks right after a mixing would else date them to the minute.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import JSON, Index, text
from sqlmodel import Field

from app.lib.db import PeopleTable


class Kind(StrEnum):
    """Of a decision."""

    CONSIDERED = "considered"
    MEASURE = "measure"
    NO_ACTION = "no_action"


class Progress(StrEnum):
    """Of a measure."""

    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


class MaskState(StrEnum):
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class ThemeOfRemark(PeopleTable, table=True):
    __tablename__ = "remarks_theme"

    remark_id: bytes = Field(primary_key=True)  # ballots_remark
    theme: str = Field(primary_key=True, max_length=20)  # themes.json
    inspectorate_id: UUID = Field(foreign_key="registry_inspectorate.id", index=True)
    quarter: str = Field(max_length=7)


class Measure(PeopleTable, table=True):
    """What the inspectorate will do; several remarks may have led to it."""

    __tablename__ = "remarks_measure"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    inspectorate_id: UUID = Field(foreign_key="registry_inspectorate.id", index=True)
    quarter: str = Field(max_length=7)  # of the remarks that led to it first
    what: str = Field(max_length=500)
    owner: str = Field(max_length=120)  # an office or a post, as it may be published
    due_on: date
    progress: str = Field(default=Progress.PLANNED, max_length=12)
    changed_by: UUID  # accounts_person
    changed_on: date


class Decision(PeopleTable, table=True):
    """One that was changed stays, with its number: the one that `counts` is the last."""

    __tablename__ = "remarks_decision"
    __table_args__ = (
        Index(
            "uq_remarks_decision_counts",
            "remark_id",
            unique=True,
            sqlite_where=text("counts"),
            postgresql_where=text("counts"),
        ),
    )

    remark_id: bytes = Field(primary_key=True)  # ballots_remark
    number: int = Field(primary_key=True)
    inspectorate_id: UUID = Field(foreign_key="registry_inspectorate.id", index=True)
    quarter: str = Field(max_length=7)
    kind: str = Field(max_length=12)
    reason: str = Field(max_length=1000)
    measure_id: UUID | None = Field(default=None, foreign_key="remarks_measure.id", index=True)
    decided_by: UUID  # accounts_person
    decided_on: date
    counts: bool = True


class Mask(PeopleTable, table=True):
    """Words of a remark that would identify its author: where they stand, never which they are."""

    __tablename__ = "remarks_mask"
    __table_args__ = (
        Index(
            "uq_remarks_mask_proposed",
            "remark_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    remark_id: bytes = Field(index=True)  # ballots_remark
    inspectorate_id: UUID = Field(foreign_key="registry_inspectorate.id", index=True)
    quarter: str = Field(max_length=7)
    spans: list[list[int]] = Field(sa_type=JSON)  # [from, to) in characters, ascending
    state: str = Field(default=MaskState.PROPOSED, max_length=12)
    proposed_by: UUID  # accounts_person
    proposed_on: date
    settled_by: UUID | None = None
    settled_on: date | None = None
    is_gone: bool = False  # from the database of answers and the batch files
