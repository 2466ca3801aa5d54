"""Results as XLSX, to be read, printed and reckoned with: what it is, then a sheet for each table.

CSV is for programs: there every column stands always, with codes. Here codes are words, and what
is empty or alike in all rows of a sheet is left out, so that it fits on a page.

Only who makes files imports this: xlsxwriter has no place in a web process.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime, time
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from app.lib.dates import quarter_name
from app.lib.i18n import gettext as _
from app.lib.i18n import speaking, spoken
from app.lib.quarters import Quarter
from app.results import describing
from app.results.figures import QuarterResult
from app.results.flat import Editions, Line, Value, lines
from app.results.sheets import Column, Formats, about, grid

_CODES = ("table", "inspectorate", "region", "kind", "question", "option")
_USUALLY_ALIKE = ("quarter", "questionnaire", "edition", "channel")  # else the first sheet has them
# Text stays text: a label that begins with "=" is no formula, one with "http" no link.
_AS_WRITTEN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def to_xlsx(
    results: Sequence[QuarterResult], editions: Editions, language: str, inspectorate: str
) -> bytes:
    """The same results give the same bytes. `inspectorate` is its name in `language`."""
    content = BytesIO()
    with speaking(language), Workbook(content, _AS_WRITTEN) as book:
        quarter = Quarter.parse(results[0].quarter)
        # The file's date is the quarter's, or each writing would give other bytes.
        created = datetime.combine(quarter.closes_on, time())
        title = f"{inspectorate}, {quarter_name(quarter)}"
        book.set_properties({"title": title, "author": inspectorate, "created": created})
        formats = Formats(book)
        found = [_worded(line, editions) for line in lines(results, editions)]
        facts = [*_facts(inspectorate, quarter), *_asked(found)]
        about(book.add_worksheet(_("About")), formats, facts, _notes())
        for table, name in _titles().items():
            if of_table := [line for line in found if line.table == table]:
                _fill(book.add_worksheet(name), formats, of_table, title)
    return content.getvalue()


def _facts(inspectorate: str, quarter: Quarter) -> list[tuple[str, Value | datetime]]:
    first, last = (datetime.combine(day, time()) for day in (quarter.first_day, quarter.last_day))
    return [
        (_("Inspectorate"), inspectorate),
        (_("Quarter"), quarter_name(quarter)),
        (_("First day of the acts"), first),
        (_("Last day of the acts"), last),
    ]


def _asked(found: Sequence[Line]) -> list[tuple[str, Value]]:
    """Each questionnaire with its edition and channel."""
    named = dict.fromkeys((line.questionnaire, line.edition, line.channel) for line in found)
    return [
        (
            _("Questionnaire"),
            _("%(title)s, edition %(edition)s (%(channel)s)",
              title=title, edition=edition, channel=channel),
        )
        for title, edition, channel in named
    ]  # fmt: skip


def _notes() -> list[str]:
    return [
        _("Shares are of the answers that count; “does not apply” and no answer stand apart."),
        describing.limits(),
        _("What few answers could give away is not shown, or only said in words."),
        _("Questionnaires, their editions and the open questionnaire are never added up."),
    ]


def _fill(sheet: Worksheet, formats: Formats, of_table: Sequence[Line], title: str) -> None:
    named = dict(zip((field.name for field in fields(Line)), heads(), strict=True))
    if of_table[0].table == "rates":
        named["option_label"] = _("Figure")
    columns = {name: [getattr(line, name) for line in of_table] for name in named}
    kept = [name for name, values in columns.items() if _says_something(name, values)]
    grid(sheet, formats, [Column(named[name], columns[name]) for name in kept], title)


def _says_something(name: str, values: Sequence[Value]) -> bool:
    if name in _CODES:
        return False
    if name in _USUALLY_ALIKE:
        return len(set(values)) > 1
    if name == "status":
        return set(values) != {_statuses()["shown"]}
    return any(value not in ("", None) for value in values)


def _worded(line: Line, editions: Editions) -> Line:
    """With words instead of the codes that stand for few things."""
    return replace(
        line,
        quarter=quarter_name(Quarter.parse(line.quarter)),
        questionnaire=editions.edition(line.questionnaire, line.edition).title[spoken()],
        channel={"invited": _("Invited"), "open": _("The open questionnaire")}[line.channel],
        status=_statuses()[line.status],
    )


def _statuses() -> dict[str, str]:
    return {
        "shown": _("shown"),
        "low_base": _("shown, few answers"),
        "coded_low": _("almost nobody"),
        "coded_high": _("almost everybody"),
        "withheld": _("not shown"),
        "outside": _("outside the base"),
        "beyond_chance": _("more than chance explains"),
        "within_chance": _("chance could explain it"),
        "within": _("inside the limits"),
        "above": _("above the limits"),
        "below": _("below the limits"),
    }


def _titles() -> dict[str, str]:
    """At most 31 characters each: Excel's limit."""
    return {
        "rates": _("Rates"),
        "questions": _("Questions"),
        "regions": _("Regions"),
        "kinds": _("Kinds of inspection"),
        "quarters": _("Quarters"),
    }


def heads() -> list[str]:
    """The names of a line's columns."""
    return [
        _("Table"), _("Inspectorate"), _("Quarter"), _("Questionnaire"), _("Edition"),
        _("Channel"), _("Region code"), _("Region"), _("Kind code"), _("Kind of inspection"),
        _("Question code"), _("Question"), _("Answer code"), _("Answer"), _("Base"), _("Count"),
        _("Share"), _("Interval from"), _("Interval to"), _("Status"),
    ]  # fmt: skip
