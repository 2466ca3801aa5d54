"""People, what they may do, and that they are signed in."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field, UniqueConstraint

from app.accounts import append_only
from app.lib.db import Moment, PeopleTable

LONGEST_ABOUT = 200  # characters of what an event was about


class Person(PeopleTable, table=True):
    __tablename__ = "accounts_person"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    email: str = Field(unique=True, max_length=254)  # lower case
    name: str = Field(max_length=120)
    password: str | None = Field(default=None, max_length=200)  # argon2; None until first set
    language: str = Field(default="ru", max_length=2)
    active: bool = True
    signed_in_on: date | None = None  # the last day, in UTC
    second_factor: bytes | None = None  # its secret, sealed: accounts/second_factor.py
    second_factor_step: int = 0  # codes up to this half minute are used up
    # What a director is written of their own accord: accounts/telling.py.
    wants_alerts: bool = True
    wants_digest: bool = True


class Role(PeopleTable, table=True):
    """What a person is, and where. Of roles held everywhere the inspectorate is None."""

    __tablename__ = "accounts_role"
    __table_args__ = (UniqueConstraint("person_id", "name", "inspectorate_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="accounts_person.id", index=True)
    name: str = Field(max_length=16)  # accounts/roles.py
    inspectorate_id: UUID | None = Field(default=None)


class SignIn(PeopleTable, table=True):
    """A session, known by the digest of its cookie, so that signing out ends it for good."""

    __tablename__ = "accounts_sign_in"

    digest: bytes = Field(primary_key=True)
    person_id: UUID = Field(foreign_key="accounts_person.id", index=True)
    is_half: bool = False  # the password was right, and a second factor is still asked for
    began_at: datetime = Field(sa_type=Moment)
    used_at: datetime = Field(sa_type=Moment)  # to within ten minutes
    expires_at: datetime = Field(sa_type=Moment)


class RecoveryCode(PeopleTable, table=True):
    """Takes the second factor's place, once."""

    __tablename__ = "accounts_recovery_code"

    to_print: bytes = Field(primary_key=True)
    person_id: UUID = Field(foreign_key="accounts_person.id", index=True)


class OneTimeLink(PeopleTable, table=True):
    """A link that lets a person set a password once."""

    __tablename__ = "accounts_one_time_link"

    digest: bytes = Field(primary_key=True)
    person_id: UUID = Field(foreign_key="accounts_person.id", index=True)
    expires_at: datetime = Field(sa_type=Moment)


class LetterWanted(PeopleTable, table=True):
    """A letter that somebody of the staff is to get. Kept for a day: so many are enough."""

    __tablename__ = "accounts_letter_wanted"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    email: str = Field(index=True, max_length=254)  # as it was typed, in lower case
    what: str = Field(max_length=16)  # accounts/wanting.py
    at: datetime = Field(sa_type=Moment)
    is_written: bool = False


class Attempt(PeopleTable, table=True):
    """Failed sign-ins, counted per address and per network, so that guessing is slow."""

    __tablename__ = "accounts_attempt"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    key: bytes = Field(index=True)
    at: datetime = Field(sa_type=Moment)


class Event(PeopleTable, table=True):
    """The audit trail: who did what among the staff. Nothing about answers ever stands here.

    A chain without gaps (accounts/chain.py) that only grows (accounts/append_only.py).
    """

    __tablename__ = "accounts_event"

    # Given at the commit, as are the digests.
    number: int = Field(default=0, primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Moment, index=True)
    person_id: UUID | None = Field(default=None, index=True)
    act: str = Field(max_length=40)
    about: str = Field(default="", max_length=LONGEST_ABOUT)
    previous: bytes = b""  # the digest of the event before it
    digest: bytes = b""


append_only.keep(PeopleTable.metadata.tables["accounts_event"])


class Token(PeopleTable, table=True):
    """A key to the API, known by its digest. A revoked one stays, for the list."""

    __tablename__ = "accounts_token"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    digest: bytes = Field(unique=True)
    name: str = Field(max_length=60)  # of the system that uses it
    inspectorate_id: UUID = Field(index=True)
    scopes: str = Field(max_length=120)  # accounts/tokens.py, with spaces between them
    made_by: UUID | None = None
    made_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
    last_used_on: date | None = None


class TokenHold(PeopleTable, table=True):
    """While there is a row, no token is taken: the database was restored (accounts/holding.py)."""

    __tablename__ = "accounts_token_hold"

    id: int = Field(default=1, primary_key=True)  # there is one, or none
    since: datetime = Field(sa_type=Moment)


class KeptReply(PeopleTable, table=True):
    """What a call to the API was answered, for whoever repeats it: accounts/kept.py."""

    __tablename__ = "accounts_kept_reply"
    __table_args__ = (UniqueConstraint("token_id", "key"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    token_id: UUID = Field(foreign_key="accounts_token.id")
    key: bytes  # a digest, as is the body
    body: bytes
    begun_at: datetime = Field(sa_type=Moment, index=True)
    status: int | None = None  # None: it is being worked on
    content: str = ""
    location: str = Field(default="", max_length=300)
