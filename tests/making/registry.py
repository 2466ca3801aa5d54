"""Makers of inspectorates and inspections, entered through the public door."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import UUID

from cryptography.fernet import Fernet
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.i18n import LANGUAGES
from app.registry.addresses import Addresses
from app.registry.changing import Letters
from app.registry.entering import InspectionFields, enter
from app.registry.inspectorates import add_from
from app.registry.tables import Inspection, Inspectorate

NOW = datetime(2026, 8, 3, 6, 0, tzinfo=UTC)  # noon in Bishkek
KEY = Fernet.generate_key().decode()
ADDRESSES = Addresses([KEY], b"pepper" * 6)

_numbers = count(1)


async def _none(_session: AsyncSession, _ids: Sequence[UUID]) -> Collection[UUID]:
    return ()


async def _all(_session: AsyncSession, ids: Sequence[UUID]) -> Collection[UUID]:
    return ids


# An act as another system sends it.
SENT = {
    **dict.fromkeys(("act_date", "started_on", "finished_on"), "2026-07-20"),
    "act_number": "17",
    "kind": "scheduled",
    "region": "KG-GB",
    "outcome": "no_violation",
    "tax_number": "01234567890123",
    "business_name": "Ала-Тоо",
    "email": "a@mail.example",
}

NONE_GONE = Letters(_none, _none)  # no letter has been sent
ALL_GONE = Letters(_all, _all)


def described(slug: str = "geti", country: str = "KG", **changes: Any) -> dict[str, Any]:
    """What stands in the file of an inspectorate."""
    host = f"{slug}.{country.lower()}.example"
    in_all = {language: f"{slug} {language}" for language in LANGUAGES}
    signed = {
        language: {
            "name": "Aida Asanova",
            "position": f"head {language}",
            "words": "Please answer.",
        }
        for language in LANGUAGES
    }
    return {
        "slug": slug,
        "country": country,
        "open_number": sum(slug.encode()),
        "sender": f"survey@{host}",
        "reply_to": f"office@{host}",
        "phone": "+996 312 000000",
        "names": {
            language: {"name": name, "of": f"of {name}", "short": slug.upper()}
            for language, name in in_all.items()
        },
        "questionnaires": {"desk": "desk-inspection"},
        "appeals_to": in_all,
        "sites": [
            {"slug": slug, "owner": "inspectorate", "address": f"https://{host}", "names": in_all},
            {
                "slug": f"{slug}-ministry",
                "owner": "ministry",
                "address": f"https://ministry.{host}",
                "names": in_all,
            },
        ],
        "signers": {
            "minister": {"email": f"minister@{host}", "texts": signed},
            "director": {"email": f"director@{host}", "texts": signed},
        },
        **changes,
    }


async def make_inspectorate(
    session: AsyncSession, slug: str = "geti", country: str = "KG", **changes: Any
) -> Inspectorate:
    return (await add_from(session, described(slug, country, **changes))).inspectorate


def make_fields(country: str = "KG", **changes: Any) -> InspectionFields:
    """An act of July 2026 with an address; `email=None` brings a reason with it."""
    number = next(_numbers)
    fields: dict[str, Any] = {
        "act_year": 2026,
        "act_number": f"A-{number}",
        "act_date": date(2026, 7, 20),
        "started_on": date(2026, 7, 15),
        "finished_on": date(2026, 7, 17),
        "kind": "scheduled",
        "region": "KG-GB" if country == "KG" else "KZ-75",
        "outcome": "no_violation",
        "tax_number": "01234567890123" if country == "KG" else "971240001315",
        "business_name": "Ала-Тоо",
        "email": f"firm{number}@mail.kg",
        "inspector": "И. Инспекторов",
    }
    if "email" in changes and changes["email"] is None:
        fields["no_email_reason"] = "has_none"
    return InspectionFields(**{**fields, **changes})


async def make_inspection(
    session: AsyncSession,
    inspectorate: Inspectorate,
    addresses: Addresses = ADDRESSES,
    now: datetime = NOW,
    **changes: Any,
) -> Inspection:
    fields = make_fields(inspectorate.country, **changes)
    entered = await enter(session, addresses, inspectorate, fields, now=now, letters=NONE_GONE)
    return entered.inspection
