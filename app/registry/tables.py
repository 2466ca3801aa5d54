"""Inspectorates, the sites they publish on, businesses and inspections."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field, UniqueConstraint

from app.lib.db import Moment, PeopleTable


class Inspectorate(PeopleTable, table=True):
    """A body that inspects. Its country fixes tax number, time zone, calendar and languages."""

    __tablename__ = "registry_inspectorate"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    slug: str = Field(unique=True, max_length=40)
    country: str = Field(max_length=2)
    # {"ky": {"name": …, "of": the genitive, "short": …}, …}
    names: dict[str, dict[str, str]] = Field(sa_type=JSON)
    # Kind of inspection -> name of its questionnaire; all others get "post-inspection".
    questionnaires: dict[str, str] = Field(sa_type=JSON)
    sender: str = Field(max_length=254)
    reply_to: str = Field(max_length=254)
    phone: str = Field(max_length=40)
    # How to write to the inspectorate by name today: {"ky": …}
    appeals_to: dict[str, str] = Field(sa_type=JSON)
    # The n of the original's /gko/anketa/{n}
    open_number: int = Field(unique=True)
    # When letters may go out, as sending.py describes it.
    sending: dict[str, Any] = Field(sa_type=JSON)


class Site(PeopleTable, table=True):
    """A place where results appear: the inspectorate's own site, or its ministry's."""

    __tablename__ = "registry_site"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    inspectorate_id: UUID = Field(foreign_key="registry_inspectorate.id", index=True)
    slug: str = Field(unique=True, max_length=40)
    owner: str = Field(max_length=12)  # inspectorate | ministry
    names: dict[str, str] = Field(sa_type=JSON)
    address: str = Field(max_length=200)  # where the public finds it, with https://


class Signer(PeopleTable, table=True):
    """A version of who signs the letters, in their own words; signers.py tells which counts."""

    __tablename__ = "registry_signer"
    __table_args__ = (UniqueConstraint("inspectorate_id", "role", "version"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    inspectorate_id: UUID = Field(foreign_key="registry_inspectorate.id", index=True)
    role: str = Field(max_length=12)  # minister | director
    version: int
    email: str = Field(max_length=254)  # the direct address that the letter shows
    # {"ky": {"name": …, "position": …, "words": …}, …}
    texts: dict[str, dict[str, str]] = Field(sa_type=JSON)
    # Languages whose words did not change with the others': somebody said that they still fit.
    still_fit: list[str] = Field(default_factory=list, sa_type=JSON)
    in_force_from: date | None = None  # a day where the inspectorate is; None: a draft
    # accounts_person; None: the operator at the machine
    written_by: UUID | None = None
    written_at: datetime = Field(sa_type=Moment)
    released_by: UUID | None = None  # who put it in force
    released_at: datetime | None = Field(default=None, sa_type=Moment)


class Business(PeopleTable, table=True):
    """An inspected firm: one row per tax number; per licence number where it has none."""

    __tablename__ = "registry_business"
    __table_args__ = (
        UniqueConstraint("country", "tax_number"),
        UniqueConstraint("country", "licence_number"),
        Index("ix_registry_business_name_key", "country", "name_key"),
        Index("ix_registry_business_number_key", "country", "number_key"),
        CheckConstraint("tax_number IS NOT NULL OR licence_number IS NOT NULL", name="is_known"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    country: str = Field(max_length=2)
    tax_number: str | None = Field(default=None, max_length=14)
    licence_number: str | None = Field(default=None, max_length=40)
    name: str = Field(max_length=300)
    # Both as they are compared: doubles/spelling.py
    name_key: str = Field(max_length=300)
    number_key: str = Field(max_length=40)


class Inspection(PeopleTable, table=True):
    """One act of inspection. The e-mail address is encrypted, and erased after its time."""

    __tablename__ = "registry_inspection"
    __table_args__ = (
        UniqueConstraint("inspectorate_id", "act_year", "act_number"),
        Index(  # volumes are counted in it alone: registry/counting.py
            "ix_registry_inspection_counted",
            *("inspectorate_id", "quarter", "region", "kind", "no_email_reason"),
        ),
        Index(  # few rows: registry/handing_over.py
            "ix_registry_inspection_not_handed_over",
            *("inspectorate_id", "act_date"),
            sqlite_where=text("handed_over_on IS NULL"),
            postgresql_where=text("handed_over_on IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    inspectorate_id: UUID = Field(foreign_key="registry_inspectorate.id")
    business_id: UUID = Field(foreign_key="registry_business.id", index=True)
    # Under whose number it was entered, if that one was merged: doubles/merging.py
    entered_as_id: UUID | None = Field(default=None, foreign_key="registry_business.id", index=True)
    act_year: int
    act_number: str = Field(max_length=40)
    act_date: date
    handed_over_on: date | None = None  # to the business; until then nobody is asked
    started_on: date
    finished_on: date
    quarter: str = Field(max_length=7)  # of the act date: 2026-Q3
    kind: str = Field(max_length=24)
    region: str = Field(max_length=6)  # ISO 3166-2
    outcome: str = Field(max_length=24)
    language: str = Field(max_length=2)
    email: bytes | None = None  # encrypted: registry/addresses.py
    email_print: bytes | None = Field(default=None, index=True)  # keyed fingerprint
    email_erased: bool = False
    email_changed_on: date | None = None  # another address took the first one's place, or none did
    no_email_reason: str | None = Field(default=None, max_length=24)
    flags: list[str] = Field(default_factory=list, sa_type=JSON)  # why the address looks odd
    inspector: str = Field(default="", max_length=120)
    entered_by: UUID | None = None  # accounts_person
    entered_at: datetime = Field(sa_type=Moment)


class DomainQuestion(PeopleTable, table=True):
    """An inspection whose address has a domain that is still to be looked up."""

    __tablename__ = "registry_domain_question"

    inspection_id: UUID = Field(foreign_key="registry_inspection.id", primary_key=True)
    due_at: datetime = Field(sa_type=Moment, index=True)
