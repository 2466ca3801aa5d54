"""What is asked about the hours and days on which letters go out."""

from app.lib.i18n import gettext as _
from app.registry.sending import WEEKDAYS
from app.web.staff.bodies.sections import About, Field, Group, Section

_SPARE = 1  # empty rows after those that stand


def weekday_names() -> dict[str, str]:
    words = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"))
    return dict(zip(WEEKDAYS, words, strict=True))


def sending(about: About) -> Section:
    hint = _("Public holidays are known. Letters that cannot go out wait; none is lost by it.")
    groups = [
        _hours(),
        Group("", [Field("sending.weekdays", _("Days"), type="boxes", options=weekday_names())]),
        *(_closed(n) for n in range(len(about.rows("sending", "closed")) + _SPARE)),
        _worked(len(about.rows("sending", "worked")) + _SPARE),
    ]
    return Section("sending", _("When letters go out"), hint, frozenset({"sending"}), groups)


def _hours() -> Group:
    fields = [
        Field("sending.opens", _("From this hour"), type="number"),
        Field("sending.closes", _("Until this hour"), type="number"),
    ]
    hint = _("Full hours where the inspectorate is, two at least, between 7 and 21.")
    return Group(_("Hours"), fields, hint, is_pair=True)


def _closed(number: int) -> Group:
    at = f"sending.closed.{number}"
    fields = [
        Field(f"{at}.first", _("First day"), type="date"),
        Field(f"{at}.last", _("Last day"), type="date"),
        Field(f"{at}.reason", _("Reason"), _("For your colleagues, such as: decree No. 45")),
    ]
    hint = _("A moratorium or a holiday by decree. Leave it empty if there is none.")
    return Group(_("No letters from … to …"), fields, hint, is_pair=True)


def _worked(count: int) -> Group:
    fields = [
        Field(f"sending.worked.{number}", _("Working day No. %(n)s", n=number + 1), type="date")
        for number in range(count)
    ]
    hint = _("A day off in the calendar that is worked, by decision of the government.")
    return Group(_("Added working days"), fields, hint, is_pair=True)
