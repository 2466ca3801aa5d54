"""The business of a form, looked up by its number: a button that needs no script."""

from collections.abc import Mapping

from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.i18n import gettext as _
from app.registry.businesses import Number
from app.registry.fields import NUMBERS
from app.registry.recognising import Known, recognise
from app.registry.rules import numbers_faults
from app.registry.tables import Inspectorate
from app.web.staff.act_form import Form


async def look_up(
    people: AsyncSession, inspectorate: Inspectorate, entered: dict[str, str]
) -> Form | None:
    """The form with what is on record filled in where nothing was entered. None if nobody pressed
    "Find" and there is a name, or nothing to find one by.
    """
    is_asked = entered.get("press") == "find"
    number = _number(entered)
    if not is_asked and (entered.get("business_name") or number is None):
        return None
    fault = numbers_faults(inspectorate.country, entered)
    if fault or number is None:
        return Form(inspectorate, entered, fault) if is_asked else None
    known = await recognise(people, inspectorate, number)
    if known:
        return _filled_in(inspectorate, entered, known, number[1])
    hint = _("This number is not on record yet: type the name of the business.")
    form = Form(inspectorate, entered, hints={"business_name": hint}, focus="business_name")
    return form if is_asked else None


def _number(entered: Mapping[str, str]) -> Number | None:
    return next(((name, entered[name]) for name in NUMBERS if entered.get(name)), None)


def without_foreign_name(entered: dict[str, str]) -> dict[str, str]:
    """A name that came with another number than is there now is not this business's."""
    name, number = entered.get("found_name"), _number(entered)
    is_found = bool(name) and name == entered.get("business_name")
    if is_found and (number is None or number[1] != entered.get("found_number")):
        return entered | {"business_name": ""}
    return entered


def _filled_in(
    inspectorate: Inspectorate, entered: dict[str, str], known: Known, number: str
) -> Form:
    last = {"region": known.region, "kind": known.kind}
    empty = {name: value for name, value in last.items() if value and not entered.get(name)}
    name = entered.get("business_name") or known.name
    found = {"found_number": number, "found_name": known.name}
    if name != known.name:
        hint = _("On record the business with this number is “%(name)s”.", name=known.name)
    elif empty:
        hint = _("On record. Kind and region below are those of its last act: check them.")
    else:
        hint = _("On record under this number.")
    given = entered | empty | found | {"business_name": name}
    return Form(inspectorate, given, hints={"business_name": hint}, focus="business_name")
