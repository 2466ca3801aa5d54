"""The jobs that tell directors of their figures: what has moved, and once a month how things stand.

Only snapshots are told, as pages show them. A letter is posted in the transaction that remembers
it, with its charts drawn before: so each goes out once, whatever stops in between.
"""

import asyncio
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.tables import Person
from app.accounts.telling import Letter, directors
from app.invitations.windows import is_open, soonest
from app.lib.dates import local_day
from app.lib.i18n import speaking
from app.lib.locking import Taken
from app.lib.quarters import Quarter
from app.mail.composing import PICTURE, Draft, compose
from app.registry import inspectorates
from app.registry.countries import zone
from app.registry.tables import Inspectorate
from app.remarks import counting
from app.remarks.place import Place
from app.results import leading, letters, telling
from app.results.assembling import quarter_results
from app.results.charts.drawing import picture
from app.results.counting import Count, count, kept
from app.results.figures import QuarterResult, QuestionResult
from app.results.letters import Alert, Digest
from app.wiring import Wiring

# A digest that could not be written by then would tell what the next one tells.
_LAST_DAY = 10


@dataclass(frozen=True)
class _Content:
    """A letter in one language, but for the name in it."""

    said: Alert | Digest
    picture: str | None


async def tell_of_changes(wiring: Wiring, now: datetime) -> int:
    """How many letters were posted."""
    posted = 0
    for inspectorate in await _all(wiring):
        present = Quarter.of(local_day(now, zone(inspectorate.country)))
        for quarter in (present.previous, present):
            if await _untold(wiring, inspectorate, quarter, kept):
                # A letter cannot be taken back: its figures are counted at this moment.
                for result, moved in await _untold(wiring, inspectorate, quarter, count):
                    posted += await _tell(wiring, inspectorate, result, moved, now)
    return posted


async def write_digests(wiring: Wiring, now: datetime) -> int:
    """Of the quarter in which the last month was, on the first day of the month on which letters
    may go out; how many were posted.
    """
    posted = 0
    for inspectorate in await _all(wiring):
        today = local_day(now, zone(inspectorate.country))
        if today.day <= _LAST_DAY and is_open(now, inspectorate):
            posted += await _digest(wiring, inspectorate, today, now)
    return posted


async def _untold(
    wiring: Wiring, inspectorate: Inspectorate, quarter: Quarter, how: Count
) -> list[tuple[QuarterResult, list[QuestionResult]]]:
    """Results in which something has moved that directors have not been told of, and what."""
    results = await _results(wiring, inspectorate, quarter, how)
    async with wiring.people.reading() as session:
        found = [
            (result, await telling.untold(session, inspectorate.id, result))
            for result in results
            if result.channel == "invited"
        ]
    return [(result, moved) for result, moved in found if moved]


async def _tell(
    wiring: Wiring,
    inspectorate: Inspectorate,
    result: QuarterResult,
    moved: Sequence[QuestionResult],
    now: datetime,
) -> int:
    async with wiring.people.reading() as session:
        readers = await directors(session, inspectorate.id, "alert")
    contents = await _in_languages(readers, lambda: letters.alert(result, wiring.shelf, moved))
    slug = Quarter.parse(result.quarter).slug
    page = f"{wiring.settings.base_url}/staff/report/{inspectorate.slug}/{slug}"
    questions = " ".join(each.question for each in moved)
    purpose = f"{result.quarter} {result.questionnaire} {questions}"
    async with wiring.people.transaction() as session:
        if not await telling.tell(session, inspectorate.id, result, moved):
            raise Taken("Another worker is telling of this quarter.")
        for person in readers:
            draft = _draft(wiring, inspectorate, person, "alert", contents, page)
            _post(wiring, session, draft, soonest(now, inspectorate), purpose)
    return len(readers)


async def _digest(wiring: Wiring, inspectorate: Inspectorate, today: date, now: datetime) -> int:
    quarter, month = Quarter.of(today.replace(day=1) - timedelta(days=1)), f"{today:%Y-%m}"
    async with wiring.people.reading() as session:
        if await telling.has_digest(session, inspectorate.id, month):
            return 0
        readers = await directors(session, inspectorate.id, "digest")
    results = await _results(wiring, inspectorate, quarter, count)
    speaking_for = leading.principal(results)
    if speaking_for is None or not leading.inspections(results):
        return 0  # there is nothing to tell
    undecided = await _open_remarks(wiring, Place.of(inspectorate, quarter))
    contents = await _in_languages(
        readers, lambda: letters.digest(speaking_for, results, wiring.shelf, undecided)
    )
    page = f"{wiring.settings.base_url}/staff/report/{inspectorate.slug}/{quarter.slug}"
    async with wiring.people.transaction() as session:
        if not await telling.send_digest(session, inspectorate.id, month):
            raise Taken("Another worker is writing this digest.")
        for person in readers:
            draft = _draft(wiring, inspectorate, person, "digest", contents, page)
            _post(wiring, session, draft, now, month)
    return len(readers)


async def _in_languages(
    readers: Sequence[Person], say: Callable[[], Alert | Digest]
) -> Mapping[str, _Content]:
    def content(language: str) -> _Content:
        with speaking(language):
            said = say()
        drawn = b64encode(picture(said.chart)).decode() if said.chart else None
        return _Content(said, drawn)

    languages = {person.language for person in readers}
    return await asyncio.to_thread(lambda: {each: content(each) for each in languages})


def _draft(
    wiring: Wiring,
    inspectorate: Inspectorate,
    person: Person,
    kind: Letter,
    contents: Mapping[str, _Content],
    page: str,
) -> Draft:
    content = contents[person.language]
    subject, text, html = compose(
        kind,
        person.language,
        name=person.name,
        said=content.said,
        picture=f"cid:{PICTURE}" if content.picture else None,
        inspectorate=inspectorate.names[person.language]["short"],
        page=page,
        switches=f"{wiring.settings.base_url}/staff/account#letters",
    )
    return Draft(
        kind=kind,
        language=person.language,
        sender_name=inspectorate.names[person.language]["name"],
        sender=inspectorate.sender,
        reply_to=inspectorate.reply_to,
        to=person.email,
        subject=subject,
        text=text,
        html=html,
        about=person.id,
        picture=content.picture,
    )


def _post(
    wiring: Wiring, session: AsyncSession, draft: Draft, due_at: datetime, purpose: str
) -> None:
    """Under a purpose: an older backup that is restored has forgotten that it was told."""
    wiring.outbox.post(
        session,
        draft,
        due_at,
        to_print=wiring.addresses.print(draft.to),
        purpose=f"{draft.kind} {draft.sender} {purpose} {draft.about}",
    )


async def _open_remarks(wiring: Wiring, place: Place) -> int:
    async with wiring.people.reading() as people, wiring.ballots.reading() as ballots:
        return (await counting.counts(people, ballots, place)).open


async def _results(
    wiring: Wiring, inspectorate: Inspectorate, quarter: Quarter, how: Count
) -> list[QuarterResult]:
    async with wiring.people.reading() as people, wiring.ballots.reading() as ballots:
        return await quarter_results(people, ballots, wiring.shelf, inspectorate, quarter, how)


async def _all(wiring: Wiring) -> list[Inspectorate]:
    async with wiring.people.reading() as session:
        return await inspectorates.all_of(session)
