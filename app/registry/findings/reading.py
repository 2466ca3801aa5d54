"""Small forms about an act: texts of a certain length, and days that have come."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from app.lib.i18n import gettext as _
from app.registry.fields import read_day, tidy
from app.registry.rules import INVISIBLE


def read_form(
    entered: Mapping[str, str],
    texts: Mapping[str, int],
    days: Collection[str],
    today: date,
    optional: Collection[str] = (),
) -> tuple[dict[str, Any], dict[str, str]]:
    """Values and faults by field; `texts` gives the most characters of each."""
    values: dict[str, Any] = {name: tidy(entered.get(name, "")) for name in (*texts, *days)}
    faults = {}
    for name, most in texts.items():
        if fault := fault_in(values[name], most):
            faults[name] = fault
    for name in days:
        try:
            values[name] = read_day(values[name]) if values[name] else ""
        except ValueError as error:
            faults[name] = str(error)
            continue
        if values[name] and values[name] > today:
            faults[name] = _("This day has not come yet.")
    missing = [name for name, value in values.items() if not value and name not in optional]
    return values, {name: _("This is needed.") for name in missing} | faults


def fault_in(text: str, most: int) -> str | None:
    if len(text) > most:
        return _("This is too long: %(most)s characters at most.", most=most)
    if INVISIBLE.search(text):
        return _("There is an invisible sign in this text: type it anew.")
    return None
