"""What the columns and words of somebody else's register mean: a column map, and its rules."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.lib.i18n import LANGUAGES
from app.lib.i18n import gettext as _
from app.registry.fields import NAMES, NUMBERS, REQUIRED, from_text
from app.registry.importing.date_forms import faults_in_forms
from app.registry.kinds import NO_EMAIL_REASONS, OUTCOMES, kinds_of
from app.registry.regions import regions_of

# Whatever tells one record, one business or one person from another never is the same in all rows.
NEVER_CONSTANT = ("act_number", *NUMBERS, "business_name", "email")
CONSTANTS = tuple(name for name in NAMES if name not in NEVER_CONSTANT)
TABLES = ("kind", "region", "outcome", "no_email_reason", "language")


@dataclass(frozen=True)
class ColumnMap:
    columns: Mapping[str, str] = field(default_factory=dict)  # our field -> the file's column
    # our field -> the file's word -> ours
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)  # stand where the file gives nothing
    dates: tuple[str, ...] = ()  # forms such as MM/DD/YYYY; none: those of our own registers
    empty: tuple[str, ...] = ()  # words that stand for nothing
    sheet: str | None = None  # of a spreadsheet; None: its first


def faults_in_map(country: str, of: ColumnMap) -> dict[str, str]:
    """Place in the map -> sentence; empty if every row can be read with it."""
    return {
        **dict(_unknown_fields(of)),
        **dict(_missing(of)),
        **dict(_wrong_words(country, of)),
        **faults_in_forms(of.dates),
    }


def _unknown_fields(of: ColumnMap) -> Iterator[tuple[str, str]]:
    for part, given, known in (
        ("columns", of.columns, NAMES),
        ("values", of.values, TABLES),
        ("constants", of.constants, CONSTANTS),
    ):
        for name in given:
            if name not in known:
                words = ", ".join(known)
                yield (
                    f"{part}.{name}",
                    _("This stands for nothing. Possible: %(words)s.", words=words),
                )


def _missing(of: ColumnMap) -> Iterator[tuple[str, str]]:
    given = of.columns.keys() | of.constants.keys()
    for name in REQUIRED:
        if name not in given:
            yield f"columns.{name}", _("Name its column, or a constant for all rows.")
    if not given & set(NUMBERS):
        words = " / ".join(NUMBERS)
        yield "columns.tax_number", _("Name one of these columns: %(words)s.", words=words)
    if not given & {"email", "no_email_reason"}:
        yield (
            "columns.email",
            _("Name the column of the addresses, or the constant reason why there are none."),
        )


def words_of(country: str) -> dict[str, tuple[str, ...]]:
    """Our own words for each field that has a table."""
    return {
        "kind": tuple(kinds_of(country)),
        "region": tuple(region.code for region in regions_of(country)),
        "outcome": tuple(OUTCOMES),
        "no_email_reason": tuple(NO_EMAIL_REASONS),
        "language": LANGUAGES,
    }


def _wrong_words(country: str, of: ColumnMap) -> Iterator[tuple[str, str]]:
    known = words_of(country)
    for name, table in of.values.items():
        for foreign, ours in table.items():
            if name in known and ours not in known[name]:
                yield f"values.{name}.{foreign}", _use(known[name])
        if name in known and name not in of.columns:
            yield f"values.{name}", _("There is no column for this table of words: name it.")
    _values, unreadable = from_text(of.constants)
    for name, ours in of.constants.items():
        if name in known and ours not in known[name]:
            yield f"constants.{name}", _use(known[name])
        elif name in unreadable:
            yield f"constants.{name}", unreadable[name]


def _use(words: tuple[str, ...]) -> str:
    return _("Use one of these words: %(words)s.", words=", ".join(words))
