"""An act on record in the form again, to be changed until its letter goes out. Its address is not
shown: left empty it stays.
"""

from collections.abc import Mapping
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import NotFound
from app.lib.i18n import gettext as _
from app.registry.addresses import Addresses
from app.registry.doubting import Doubt
from app.registry.tables import Inspection
from app.web.signed_in import SignedIn
from app.web.staff.act_form import Form
from app.web.staff.acts import Act, masked, own
from app.web.staff.typed import dotted


async def being_changed(
    people: AsyncSession, person: SignedIn, entered: Mapping[str, str]
) -> Act | None:
    try:
        changed = UUID(entered["change"]) if entered.get("change") else None
    except ValueError as error:
        raise NotFound from error
    return await own(people, person, changed) if changed else None


def changing_form(addresses: Addresses, act: Act) -> Form:
    """As the act is on record."""
    inspection, business = act.inspection, act.business
    dates = ("act_date", "started_on", "finished_on")
    chosen = ("act_number", "kind", "region", "outcome", "inspector", "language")
    given = {name: dotted(getattr(inspection, name)) for name in dates}
    given |= {name: getattr(inspection, name) for name in chosen}
    given |= _handed_over(inspection)
    given |= {
        "act_year": str(inspection.act_year),  # else another date could make another act of it
        "change": str(inspection.id),
        "tax_number": business.tax_number or "",
        "licence_number": business.licence_number or "",
        "business_name": business.name,
        "no_email_reason": inspection.no_email_reason or "",
    }
    return Form(act.inspectorate, given, hints=hints(addresses, act))


def hints(addresses: Addresses, act: Act | None) -> dict[str, str]:
    if act is None or act.inspection.email is None:
        return {}
    address = masked(addresses.open(act.inspection.email))
    return {"email": _("On record: %(address)s. Left empty it stays.", address=address)}


def with_kept_address(
    addresses: Addresses, act: Act | None, entered: dict[str, str]
) -> dict[str, str]:
    """What is entered, with the address that stays."""
    says_something = entered.get("email") or entered.get("no_email_reason")
    if act is None or act.inspection.email is None or says_something:
        return entered
    return entered | {"email": addresses.open(act.inspection.email)}


def is_new(doubt: Doubt, act: Act | None, entered: Mapping[str, str]) -> bool:
    """Not that the act is on record, which is why it is here, nor about what stays unseen."""
    if act is None:
        return True
    return doubt.field != "act_number" and (doubt.field != "email" or bool(entered.get("email")))


def _handed_over(inspection: Inspection) -> dict[str, str]:
    day = inspection.handed_over_on
    if day is None:
        return {"handed_over": "not_yet"}
    if day == inspection.act_date:
        return {"handed_over": "same_day"}
    return {"handed_over": "other_day", "handed_over_on": dotted(day)}
