"""From the cells of a row to the fields of a record, by our own columns or by a column map."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date

from app.lib.i18n import gettext as _
from app.registry.fields import DAYS, NAMES, NOT_YET, NUMBERS, REQUIRED, tidy
from app.registry.importing.column_map import ColumnMap
from app.registry.importing.date_forms import reader_of
from app.registry.importing.report import Refusal, written
from app.registry.importing.rows import Cell, Row, Rows, Unreadable, Unsure
from app.registry.importing.showing import shown

Text = dict[str, str]  # by field
Faults = dict[str, str]  # sentences, by field


def reader(rows: Rows, column_map: ColumnMap | None) -> "Reader":
    """Unreadable if the file has not the columns that are needed."""
    return _Mapped(rows.columns, column_map) if column_map else _Own(rows)


class Reader(ABC):
    """How each row is read."""

    def __init__(self, columns: Sequence[str], places: Mapping[str, int]) -> None:
        self._columns = columns
        self._places = places  # field -> which of the columns

    @abstractmethod
    def read(self, row: Row) -> tuple[Text, Faults]:
        """`faults` are of cells alone: whether the record can be true is not judged here."""

    def refusals(self, row: Row, faults: Faults) -> list[Refusal]:
        """In the words of the file. E-mail addresses are not repeated: reports end up in logs."""
        return [self._refusal(row, name, remedy) for name, remedy in faults.items()]

    def _refusal(self, row: Row, name: str, remedy: str) -> Refusal:
        if name == NUMBERS[0] and name not in self._places:
            name = NUMBERS[1]  # the number by which this file knows a business
        place = self._places.get(name)
        if place is None:
            return Refusal(row.number, name, remedy)
        found = "" if name == "email" else shown(written(row.cells[place]))
        return Refusal(row.number, shown(self._columns[place]), remedy, found)


class _Own(Reader):
    """A register with our columns."""

    def __init__(self, rows: Rows) -> None:
        self._names = [name.lower() for name in rows.columns]
        if fault := _fault_in_header(self._names):
            raise Unreadable(fault)
        super().__init__(self._names, {name: place for place, name in enumerate(self._names)})
        self._is_text = rows.is_text

    def read(self, row: Row) -> tuple[Text, Faults]:
        if self._is_text:
            return dict(zip(self._names, row.cells, strict=True)), {}  # type: ignore[arg-type]
        if any(cell != "" for cell in row.cells[len(self._names) :]):
            return {}, {"": _("Something stands beside the table. Remove it, or name its column.")}
        text: Text = {}
        faults: Faults = {}
        for name, cell in zip(self._names, row.cells, strict=False):
            _put(name, cell, text, faults)
        return text, faults


class _Mapped(Reader):
    """Somebody else's register. Columns that the map does not name are left alone."""

    def __init__(self, columns: Sequence[str], column_map: ColumnMap) -> None:
        super().__init__(columns, _places(columns, column_map))
        self._empty = {_folded(word) for word in column_map.empty}
        self._constants = column_map.constants
        self._tables = {
            name: {_folded(foreign): ours for foreign, ours in table.items()}
            for name, table in column_map.values.items()
        }
        self._day = reader_of(column_map.dates) if column_map.dates else None

    def read(self, row: Row) -> tuple[Text, Faults]:
        text: Text = {}
        faults: Faults = {}
        for name, place in self._places.items():
            cell = row.cells[place]
            if not isinstance(cell, str):
                _put(name, cell, text, faults)
            elif (word := tidy(cell)) and word.casefold() not in self._empty:
                try:
                    text[name] = self._translated(name, word)
                except ValueError as error:
                    faults[name] = str(error)
        for name, constant in self._constants.items():
            if name not in text and name not in faults:
                text[name] = constant
        if "email" in text and "no_email_reason" not in self._places:
            text.pop("no_email_reason", None)  # the constant is for rows without an address
        return text, faults

    def _translated(self, name: str, word: str) -> str:
        """ValueError says what to do about a word that cannot be."""
        if name in DAYS:
            return self._day(word) if self._day and word.lower() != NOT_YET else word
        if name not in self._tables:
            return word
        ours = self._tables[name].get(word.casefold())
        if ours is None:
            raise ValueError(
                _(
                    "The map has no word for “%(word)s”. Add it to its table of values for"
                    " %(field)s.",
                    word=shown(word),
                    field=name,
                )
            )
        return ours


def _put(name: str, cell: Cell, text: Text, faults: Faults) -> None:
    """A cell as the fields read it: a day is written out, and stands only where one belongs."""
    if isinstance(cell, Unsure):
        faults[name] = cell.remedy
    elif isinstance(cell, date):
        if name in DAYS:
            text[name] = cell.isoformat()
        else:
            faults[name] = _(
                "The spreadsheet made a date of this. Format the column as text, and write anew"
                " what should stand here."
            )
    else:
        text[name] = cell


def _places(columns: Sequence[str], column_map: ColumnMap) -> dict[str, int]:
    """Field -> which of the columns."""
    known: dict[str, list[int]] = {}
    for place, column in enumerate(columns):
        known.setdefault(_folded(column), []).append(place)
    found = {name: known.get(_folded(column), []) for name, column in column_map.columns.items()}
    missing = {column_map.columns[name] for name, places in found.items() if not places}
    doubled = {column_map.columns[name] for name, places in found.items() if len(places) > 1}
    if missing:
        raise Unreadable(
            _(
                "The map names columns that the file does not have: %(missing)s. The file has:"
                " %(columns)s.",
                missing=", ".join(map(shown, sorted(missing))),
                columns=", ".join(map(shown, columns[:40])),
            )
        )
    if doubled:
        names = ", ".join(map(shown, sorted(doubled)))
        raise Unreadable(_("These columns stand twice in the first line: %(names)s.", names=names))
    return {name: places[0] for name, places in found.items()}


def _folded(written: str) -> str:
    return tidy(written).casefold()


def _fault_in_header(names: list[str]) -> str | None:
    unknown = [shown(name) for name in names if name not in NAMES]
    missing = [name for name in REQUIRED if name not in names]
    if not set(NUMBERS) & set(names):
        missing.append(NUMBERS[0])
    if unknown or missing:
        return _(
            "The first line must name the columns. Unknown: %(unknown)s. Missing: %(missing)s. "
            "Rename or remove the unknown ones, or say in a column map what they are; possible are "
            "%(possible)s.",
            unknown=", ".join(unknown[:40]) or "-",
            missing=", ".join(missing) or "-",
            possible=", ".join(NAMES),
        )
    if len(set(names)) < len(names):
        return _("A column stands twice in the first line.")
    return None
