"""Checked records into the database, many at a time: added, changed, unchanged or refused.

Core statements over a whole batch, not one object per row: imports are a hot path.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import bindparam, insert, update
from sqlalchemy import select as core_select
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.dates import local_day
from app.lib.errors import Invalid
from app.lib.ids import in_a_row
from app.lib.quarters import Quarter
from app.registry import domains
from app.registry.businesses import Number, ids_of
from app.registry.changing import (
    AmongInspections,
    Letters,
    differences,
    faults_in_change,
    handed_over_on,
)
from app.registry.closing import closed_among, closed_words
from app.registry.countries import default_language, zone
from app.registry.doubles.aliases import under_kept_numbers
from app.registry.pairing import by_one_number, keep_both
from app.registry.records import Key, Record
from app.registry.tables import Business, Inspection, Inspectorate

Stored = Literal["added", "changed", "unchanged"]

_TABLE: Any = Inspection.__table__  # type: ignore[attr-defined]
_LOOKED_AT = (
    *("id", "act_year", "act_number", "act_date", "started_on", "finished_on", "kind", "region"),
    *("outcome", "language", "inspector", "email_erased", "email_print", "no_email_reason"),
    *("handed_over_on", "quarter", "email_changed_on"),
)
_OF_BUSINESS = (col(Business.tax_number), col(Business.licence_number), col(Business.name))
_MAY_CHANGE = (
    *("act_date", "started_on", "finished_on", "quarter", "kind", "region", "outcome"),
    *("language", "email", "email_print", "no_email_reason", "flags", "inspector", "business_id"),
    *("handed_over_on", "entered_as_id", "email_changed_on"),
)
_UPDATE = (
    update(_TABLE)
    .where(_TABLE.c.id == bindparam("known_id"))
    .values({name: bindparam(name) for name in _MAY_CHANGE})
)


@dataclass(frozen=True)
class Entry:
    """Who enters into which inspectorate, and when."""

    inspectorate: Inspectorate
    at: datetime
    by: UUID | None = None


async def store(
    session: AsyncSession, entry: Entry, records: Sequence[Record], letters: Letters
) -> list[Stored | Invalid]:
    """What became of each record, in order. No act may stand twice among `records`."""
    await _one_at_a_time(session, entry.inspectorate)
    records, known, outcomes = await _judged(session, entry, records, letters.take_back)
    taken = [
        record
        for record, outcome in zip(records, outcomes, strict=True)
        if not isinstance(outcome, Invalid)
    ]
    businesses = await ids_of(session, entry.inspectorate.country, _names(taken))
    await keep_both(session, taken, businesses)
    keys = in_a_row()
    news, changes = [], []
    for record, outcome in zip(records, outcomes, strict=True):
        if outcome == "added":
            news.append(_new_row(next(keys), entry, record, businesses))
        elif outcome == "changed":
            changes.append(_changed_row(known[record.key], entry, record, businesses))
    connection = await session.connection()
    if news:
        await connection.execute(insert(_TABLE), news)
    if changes:
        await connection.execute(_UPDATE, changes)
    today = local_day(entry.at, zone(entry.inspectorate.country))
    written_to = [
        row.get("known_id") or row["id"]
        for row in (*news, *changes)
        if row["email"] and Quarter.parse(row["quarter"]).closes_on >= today
    ]
    await domains.ask(session, written_to, entry.at)
    return outcomes


def _names(records: Iterable[Record]) -> dict[Number, str]:
    """Whatever came under the number of a merged business renames nobody."""
    own_last = sorted(records, key=lambda record: record.entered_as_id is None)
    return {record.number: record.business_name for record in own_last}


async def foresee(
    session: AsyncSession, entry: Entry, records: Sequence[Record], letters: Letters
) -> list[Stored | Invalid]:
    """What `store` would do now with each record."""
    _records, _known, outcomes = await _judged(session, entry, records, letters.gone_among)
    return outcomes


async def _judged(
    session: AsyncSession, entry: Entry, records: Sequence[Record], gone_among: AmongInspections
) -> tuple[Sequence[Record], dict[Key, Mapping[str, Any]], list[Stored | Invalid]]:
    """The records by the numbers that count, what is on record of them, and their outcomes."""
    inspectorate = entry.inspectorate
    records, two = await by_one_number(session, inspectorate.country, records)
    records = await under_kept_numbers(session, inspectorate.country, records)
    known = await _known(session, inspectorate, records)
    one = [record for record in records if record.key not in two]
    outcomes = two | await _judge(session, inspectorate, one, known, gone_among)
    return records, known, [outcomes[record.key] for record in records]


async def _one_at_a_time(session: AsyncSession, inspectorate: Inspectorate) -> None:
    """On PostgreSQL two entries of one act must not pass each other; SQLite has one writer."""
    await session.exec(
        select(Inspectorate.id)
        .where(Inspectorate.id == inspectorate.id)
        .with_for_update(key_share=True)
    )


async def _known(
    session: AsyncSession, inspectorate: Inspectorate, records: Sequence[Record]
) -> dict[Key, Mapping[str, Any]]:
    connection = await session.connection()
    rows = await connection.execute(
        core_select(*(_TABLE.c[name] for name in _LOOKED_AT), *_OF_BUSINESS)
        .join(Business, col(Business.id) == _TABLE.c.business_id)
        .where(
            _TABLE.c.inspectorate_id == inspectorate.id,
            _TABLE.c.act_year.in_({year for year, _number in (r.key for r in records)}),
            _TABLE.c.act_number.in_([record.key[1] for record in records]),
        )
    )
    return {(row["act_year"], row["act_number"]): dict(row) for row in rows.mappings()}


async def _judge(
    session: AsyncSession,
    inspectorate: Inspectorate,
    records: Sequence[Record],
    known: Mapping[Key, Mapping[str, Any]],
    gone_among: AmongInspections,
) -> dict[Key, Stored | Invalid]:
    closed = await closed_among(session, inspectorate.id, _quarters(records, known))
    outcomes: dict[Key, Stored | Invalid] = {}
    changes: dict[Key, dict[str, Any]] = {}
    renamed: list[Key] = []
    for record in records:
        stored = known.get(record.key)
        changed = differences(stored, record) if stored else {}
        if stored and not changed:
            outcomes[record.key] = "unchanged"
            if stored["name"] != record.business_name:
                renamed.append(record.key)
        elif not closed.isdisjoint(_quarters([record], known)):
            outcomes[record.key] = Invalid({"act_date": closed_words()})
        elif stored:
            changes[record.key] = changed
        else:
            outcomes[record.key] = "added"
    # Nothing but its letter can refuse a change now: no letter is taken back for nothing.
    ids = [known[key]["id"] for key in (*changes, *renamed)]
    gone = await gone_among(session, ids) if ids else ()
    for key, changed in changes.items():
        faults = faults_in_change(changed, has_left=known[key]["id"] in gone)
        outcomes[key] = Invalid(faults) if faults else "changed"
    return outcomes


def _quarters(records: Iterable[Record], known: Mapping[Key, Mapping[str, Any]]) -> set[str]:
    """Those that the records stand in, and those that they would stand in."""
    records = list(records)
    stood = {known[record.key]["quarter"] for record in records if record.key in known}
    return stood | {record.columns["quarter"] for record in records}


def _new_row(
    key: UUID, entry: Entry, record: Record, businesses: Mapping[Number, UUID]
) -> dict[str, Any]:
    row = record.columns
    return row | {
        "id": key,
        "business_id": businesses[record.number],
        "entered_as_id": record.entered_as_id,
        "inspectorate_id": entry.inspectorate.id,
        "language": row["language"] or default_language(entry.inspectorate.country),
        "handed_over_on": handed_over_on(row),
        "email_erased": False,
        "entered_by": entry.by,
        "entered_at": entry.at,
    }


def _changed_row(
    stored: Mapping[str, Any], entry: Entry, record: Record, businesses: Mapping[Number, UUID]
) -> dict[str, Any]:
    row = dict(record.columns)
    row |= {name: row[name] or stored[name] for name in ("language", "inspector")}
    row["handed_over_on"] = handed_over_on(row, stored)
    if stored["email_erased"]:
        row |= {"email": None, "email_print": stored["email_print"], "no_email_reason": None}
    is_another = stored["email_print"] is not None and row["email_print"] != stored["email_print"]
    today = local_day(entry.at, zone(entry.inspectorate.country))
    row["email_changed_on"] = today if is_another else stored["email_changed_on"]
    row |= {"known_id": stored["id"], "business_id": businesses[record.number]}
    row["entered_as_id"] = record.entered_as_id
    return {name: row[name] for name in ("known_id", *_MAY_CHANGE)}
