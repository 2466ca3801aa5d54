"""Letters to look at: the invitation and the reminder as they are, about an act that never was."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations.tables import InvitingBox, SampleLetter
from app.invitations.writing import Asking, Reader, write
from app.lib.db import Database
from app.lib.errors import Invalid
from app.lib.i18n import gettext as _
from app.lib.i18n import speaking
from app.lib.quarters import Quarter
from app.mail.composing import Draft
from app.mail.outbox import Outbox
from app.registry.addresses import Addresses, clean
from app.registry.kinds import Kind, Outcome
from app.registry.signers import signers, today, with_drafts
from app.registry.tables import Inspection, Inspectorate, Signer

KINDS = ("invitation", "reminder")
AN_HOUR = 6  # test letters, for each administrator
PATH = "/{language}/test-letter"  # where every link of a sample leads
_KIND = "test"
_BUSINESS = "«Ала-Тоо»"


@dataclass(frozen=True)
class Length:
    """How long the letter says that answering takes."""

    questions: int
    minutes: int


@dataclass(frozen=True)
class Poster:
    """What the worker needs to write a sample and to post it."""

    outbox: Outbox
    addresses: Addresses
    base_url: str
    length: Length


def sample(
    kind: str,
    language: str,
    asking: Asking,
    base_url: str,
    now: datetime,
    to: str | None = None,
) -> Draft:
    """With an address the letter says of itself that it is a test; without, it is as it will be."""
    day = today(asking.inspectorate, now) - timedelta(days=1)
    link = base_url + PATH.format(language=language)
    inspection = _never_was(asking.inspectorate, day, language, now)
    is_test = to is not None
    reader = Reader(inspection, _BUSINESS, to or "", link, link, link, is_sample=is_test)
    draft = replace(write(kind, asking, reader), list_unsubscribe=None, about=None, link=None)
    if not is_test:
        return draft
    with speaking(language):
        subject = _("Test: %(subject)s", subject=draft.subject)
    return replace(draft, kind=_KIND, subject=subject)


def asking(
    inspectorate: Inspectorate, signed: Mapping[str, Signer], length: Length, now: datetime
) -> Asking:
    """As if for the usual questionnaire of this quarter."""
    quarter = Quarter.of(today(inspectorate, now))
    box = InvitingBox(
        id="",
        inspectorate_id=inspectorate.id,
        quarter=str(quarter),
        questionnaire="",
        closes_on=quarter.closes_on,
        questions=length.questions,
        minutes=length.minutes,
        parts=[],
    )
    return Asking(inspectorate, signed, box)


def _never_was(of: Inspectorate, day: date, language: str, now: datetime) -> Inspection:
    """An act that is in no table."""
    return Inspection(
        inspectorate_id=of.id,
        business_id=uuid4(),
        act_year=day.year,
        act_number="217",
        act_date=day,
        started_on=day,
        finished_on=day,
        quarter=str(Quarter.of(day)),
        kind=Kind.SCHEDULED,
        region="",
        outcome=Outcome.NO_VIOLATION,
        language=language,
        entered_at=now,
    )


async def ask(
    session: AsyncSession,
    addresses: Addresses,
    inspectorate: Inspectorate,
    wanted: Mapping[str, str],
    person_id: UUID,
    now: datetime,
) -> SampleLetter:
    """`wanted`: kind, language, address. Invalid if one is wrong, or too many were asked for."""
    address = wanted.get("address", "")
    try:
        address = clean(address)
    except ValueError as error:
        raise Invalid({"address": str(error)}) from error
    if wanted.get("kind") not in KINDS:
        raise Invalid({"kind": _("This is needed.")})
    lately = select(func.count(col(SampleLetter.id))).where(
        col(SampleLetter.asked_by) == person_id,
        col(SampleLetter.asked_at) > now - timedelta(hours=1),
    )
    if (await session.exec(lately)).one() >= AN_HOUR:
        fault = _("At most %(n)s test letters an hour. Wait, or look at the preview.", n=AN_HOUR)
        raise Invalid({"address": fault})
    asked = SampleLetter(
        inspectorate_id=inspectorate.id,
        kind=wanted["kind"],
        language=wanted["language"],
        with_drafts=wanted.get("stand") != "now",
        address=addresses.seal(address),
        asked_by=person_id,
        asked_at=now,
    )
    session.add(asked)
    return asked


async def write_asked(database: Database, poster: Poster, now: datetime) -> int:
    """How many were posted."""
    async with database.transaction() as session:
        waiting = select(SampleLetter).where(col(SampleLetter.letter_id).is_(None))
        every = list(await session.exec(waiting.with_for_update(skip_locked=True)))
        for asked in every:
            await _write(session, poster, asked, now)
    return len(every)


async def _write(session: AsyncSession, poster: Poster, asked: SampleLetter, now: datetime) -> None:
    inspectorate = await session.get_one(Inspectorate, asked.inspectorate_id)
    signed = with_drafts if asked.with_drafts else signers
    of = asking(inspectorate, await signed(session, inspectorate, now), poster.length, now)
    to = poster.addresses.open(asked.address or b"")
    draft = sample(asked.kind, asked.language, of, poster.base_url, now, to)
    letter = poster.outbox.post(session, draft, now, to_print=poster.addresses.print(to))
    asked.letter_id, asked.address = letter.id, None
