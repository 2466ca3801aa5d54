"""When a record is true: every rule looks at the fields it knows, all faults come at once."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.lib.i18n import LANGUAGES
from app.lib.i18n import gettext as _
from app.registry.addresses import clean
from app.registry.countries import tax_number_error, tax_number_name
from app.registry.fields import MOST_CHARACTERS, NOT_YET, REQUIRED
from app.registry.kinds import NO_EMAIL_REASONS, OUTCOMES, kinds_of
from app.registry.regions import is_region_of, regions_of
from app.registry.unlinking import is_linked

OLDEST_YEAR = 2000
# Controls, and signs that turn the direction of writing: a name would not read as it is written.
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_UNLINKED = {"business_name"}  # letters write it so that it is none: unlinking.py
_SAYS_SOMETHING = re.compile(r"[^\W0_]")  # a letter, or a digit that is not zero


def faults_in(country: str, values: Mapping[str, Any], today: date) -> dict[str, str]:
    """Field -> sentence in the language being spoken; empty if the record can be taken.

    `values` may lack fields; `today` is the inspectorate's own calendar day.
    """
    return {
        **_free_texts(values),
        **_choices(country, values),
        **numbers_faults(country, values),
        **_year(values, today),
        **_dates(values, today),
        **handing_over_faults(values, today),
        **_email(values),
        **_missing(values),
    }


def _missing(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _("This is needed.") for name in REQUIRED if values.get(name) in (None, "")}


def _free_texts(values: Mapping[str, Any]) -> dict[str, str]:
    faults = {}
    for name, most in MOST_CHARACTERS.items():
        text = values.get(name) or ""
        if len(text) > most:
            faults[name] = _("This is too long: %(most)s characters at most.", most=most)
        elif INVISIBLE.search(text):
            faults[name] = _("There is an invisible sign in this text: type it anew.")
        elif name not in _UNLINKED and is_linked(text):
            faults[name] = _(
                "Mail programs would make a link of this. Write spaces instead of the dots, and"
                " leave out “@” and “://”."
            )
    return faults


def _choices(country: str, values: Mapping[str, Any]) -> dict[str, str]:
    faults = {}
    for name, allowed in (
        ("kind", kinds_of(country)),
        ("outcome", OUTCOMES),
        ("no_email_reason", NO_EMAIL_REASONS),
        ("language", LANGUAGES),
    ):
        if values.get(name) and values[name] not in allowed:
            faults[name] = _("Use one of these words: %(words)s.", words=", ".join(allowed))
    region = values.get("region")
    if region and not is_region_of(country, region):
        codes = ", ".join(region.code for region in regions_of(country))
        faults["region"] = _("Use one of these codes: %(codes)s.", codes=codes)
    return faults


def numbers_faults(country: str, values: Mapping[str, Any]) -> dict[str, str]:
    number, licence = values.get("tax_number"), values.get("licence_number")
    if number:
        fault = tax_number_error(country, number)
        return {"tax_number": fault} if fault else {}
    if not licence:
        return {
            "tax_number": _(
                "Give the %(name)s, or the licence number of a business that has none.",
                name=tax_number_name(country),
            )
        }
    if not says_something(licence):  # else all who have none would become one business
        return {"licence_number": _("This is no licence number: leave it empty.")}
    return {}


def says_something(number: str) -> bool:
    return _SAYS_SOMETHING.search(number) is not None


def _year(values: Mapping[str, Any], today: date) -> dict[str, str]:
    """An act keeps the year of its number even if it is signed early in the next."""
    year, day = values.get("act_year"), values.get("act_date")
    if year is None:
        return {}
    if not OLDEST_YEAR <= year <= today.year:
        return {"act_year": _("The year is not one in which acts are on record.")}
    if day and year not in (day.year, day.year - 1):
        return {"act_year": _("The year of the act does not fit its date.")}
    return {}


def _dates(values: Mapping[str, Any], today: date) -> dict[str, str]:
    started, finished = values.get("started_on"), values.get("finished_on")
    acted = values.get("act_date")
    faults = {}
    if started and finished and started > finished:
        faults["finished_on"] = _("The inspection cannot end before it began.")
    if finished and acted and finished > acted:
        faults["act_date"] = _("The act cannot be older than the end of the inspection.")
    for name, day in (("started_on", started), ("finished_on", finished), ("act_date", acted)):
        if day and day > today:
            faults[name] = _("This day has not come yet.")
    return faults


def handing_over_faults(values: Mapping[str, Any], today: date) -> dict[str, str]:
    day, acted = values.get("handed_over_on"), values.get("act_date")
    if day in (None, NOT_YET):
        return {}
    if day > today:
        return {"handed_over_on": _("This day has not come yet.")}
    if acted and day < acted:
        return {"handed_over_on": _("The act cannot be handed over before its own date.")}
    return {}


def _email(values: Mapping[str, Any]) -> dict[str, str]:
    email, reason = values.get("email"), values.get("no_email_reason")
    if email and reason:
        return {"no_email_reason": _("Give the address or a reason, not both.")}
    if not email:
        return {} if reason else {"email": _("Give the e-mail address, or say why there is none.")}
    try:
        clean(email)
    except ValueError as error:
        return {"email": str(error)}
    return {}
