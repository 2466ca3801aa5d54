"""Acts as another system sends them: values with types already, many at a time."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin
from uuid import UUID

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.dates import local_day
from app.lib.errors import Invalid
from app.lib.i18n import gettext as _
from app.registry.addresses import Addresses
from app.registry.changing import Letters
from app.registry.countries import zone
from app.registry.fields import InspectionFields, tidy
from app.registry.records import Key, Record, prepare
from app.registry.rules import faults_in
from app.registry.storing import Entry, Stored, store
from app.registry.tables import Inspectorate

MOST = 500  # in a batch: some 40 ms of writing, in which on SQLite no other can

_FIELDS = InspectionFields.model_fields
_EXPECTED: dict[type, Callable[[], str]] = {
    str: lambda: _("Give a text, in quotation marks."),
    int: lambda: _("Give a whole number, without quotation marks."),
    date: lambda: _("Write the date as 2026-07-31."),
    bool: lambda: _("Write true or false, without quotation marks."),
}


def check(
    addresses: Addresses, inspectorate: Inspectorate, given: Sequence[object], now: datetime
) -> list[Record | Invalid]:
    """Each as a record to be stored, or all its faults by field; an act that stands before it in
    the same batch is one. What is slow (encryption) happens here, before a transaction.
    """
    today = local_day(now, zone(inspectorate.country))
    checked: list[Record | Invalid] = []
    seen: set[Key] = set()
    for one in given:
        judged = _judge(addresses, inspectorate, one, today)
        if isinstance(judged, Record):
            if judged.key in seen:
                judged = Invalid({"act_number": _("This act stands twice in the batch.")})
            else:
                seen.add(judged.key)
        checked.append(judged)
    return checked


async def enter_all(
    session: AsyncSession,
    inspectorate: Inspectorate,
    checked: Sequence[Record | Invalid],
    now: datetime,
    letters: Letters,
    by: UUID | None = None,
) -> list[Stored | Invalid]:
    """What became of each, in order. Those that are refused keep no other from being taken."""
    records = [one for one in checked if isinstance(one, Record)]
    outcomes = iter(await store(session, Entry(inspectorate, now, by), records, letters))
    return [next(outcomes) if isinstance(one, Record) else one for one in checked]


def _judge(
    addresses: Addresses, inspectorate: Inspectorate, given: object, today: date
) -> Record | Invalid:
    if not isinstance(given, Mapping):
        return Invalid({"": _("Give an object: names in quotation marks, each with a value.")})
    values, unreadable = read(given)
    faults = faults_in(inspectorate.country, values, today) | unreadable
    return Invalid(faults) if faults else prepare(addresses, inspectorate, values)


def read(given: Mapping[str, object]) -> tuple[dict[str, Any], dict[str, str]]:
    """Values, and sentences about what is not of the right kind, by field.

    A name that is no field is refused: it may be a field misspelled. `act_year` left out is the
    year of `act_date`; `null` is like left out.
    """
    values: dict[str, Any] = {}
    faults = {name: _("There is no such field.") for name in given if name not in _FIELDS}
    for name, field in _FIELDS.items():
        if given.get(name) is None:
            continue
        kinds = _kinds(field.annotation)
        for kind in kinds:
            with suppress(msgspec.ValidationError):
                value = msgspec.convert(given[name], kind)
                values[name] = tidy(value) if isinstance(value, str) else value
        if name not in values:
            faults[name] = " ".join(_expected(kind) for kind in kinds)
    if "act_date" in values and not {"act_year"} & (values.keys() | faults.keys()):
        values["act_year"] = values["act_date"].year
    return values, faults


def _kinds(annotation: Any) -> list[Any]:
    """`date` and `Literal["no"]` of `date | Literal["no"] | None`."""
    is_union = get_origin(annotation) in (Union, UnionType)
    every = get_args(annotation) if is_union else (annotation,)
    return [kind for kind in every if kind is not NoneType]


def _expected(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return _("Or write one of these words: %(words)s.", words=", ".join(get_args(kind)))
    return _EXPECTED[kind]()
