"""A column map as a form: what was chosen becomes a map, and a map becomes what is chosen."""

from collections.abc import Mapping

from app.lib.i18n import gettext as _
from app.registry.fields import NAMES
from app.registry.importing.column_map import CONSTANTS, TABLES, ColumnMap, faults_in_map, words_of
from app.registry.uploads.stages import Seen

Given = dict[str, str]  # by the name of a control


def given_by(seen: Seen, column_map: ColumnMap | None) -> Given:
    """What a form shows at first: the map that was sent, or columns that bear our own names."""
    if column_map is None:
        ours = {name.lower(): name for name in seen.columns}
        return {f"column-{name}": ours[name] for name in NAMES if name in ours}
    places = {" ".join(name.split()).casefold(): name for name in seen.columns}
    given = {
        f"column-{name}": places.get(" ".join(column.split()).casefold(), "")
        for name, column in column_map.columns.items()
    }
    given |= {f"constant-{name}": word for name, word in column_map.constants.items()}
    given["dates"] = ", ".join(column_map.dates)
    given["empty"] = ", ".join(column_map.empty)
    for name, table in column_map.values.items():
        folded = {word.casefold(): ours for word, ours in table.items()}
        for number, word in enumerate(foreign_words(seen, given, name)):
            given[f"word-{name}-{number}"] = folded.get(word.casefold(), "")
    return given


def map_of(seen: Seen, given: Mapping[str, str], country: str) -> ColumnMap:
    """Whatever was chosen; whether it will do is not judged here."""
    columns = {
        name: given[f"column-{name}"]
        for name in NAMES
        if given.get(f"column-{name}") in seen.columns
    }
    values: dict[str, dict[str, str]] = {}
    for name in TABLES:
        words = foreign_words(seen, given, name)
        table = {word: given.get(f"word-{name}-{n}", "") for n, word in enumerate(words)}
        if any(word not in words_of(country)[name] for word in words):
            values[name] = table | {word: word for word in words if word in words_of(country)[name]}
    return ColumnMap(
        columns=columns,
        values=values,
        constants={
            name: given[f"constant-{name}"].strip()
            for name in CONSTANTS
            if given.get(f"constant-{name}", "").strip()
        },
        dates=_listed(given.get("dates", "")),
        empty=_listed(given.get("empty", "")),
        # The first sheet has another name in the next file, perhaps.
        sheet=seen.sheet if seen.sheet not in seen.sheets[:1] else None,
    )


def foreign_words(seen: Seen, given: Mapping[str, str], name: str) -> list[str]:
    """Those in the column that was chosen for the field, without the ones that count as empty."""
    words = seen.words.get(given.get(f"column-{name}", "")) or {}
    empty = {word.casefold() for word in _listed(given.get("empty", ""))}
    return [word for word in words if word.casefold() not in empty]


def faults_in_form(
    seen: Seen, given: Mapping[str, str], of: ColumnMap, country: str
) -> dict[str, str]:
    """Control -> sentence."""
    faults: dict[str, str] = {}
    for place, sentence in faults_in_map(country, of).items():
        part, _dot, name = place.partition(".")
        if part in ("columns", "constants"):
            faults.setdefault(f"{part.removesuffix('s')}-{name}", sentence)
        elif part == "dates":
            faults["dates"] = sentence
    return faults | _faults_in_words(seen, given, of, country)


def _faults_in_words(
    seen: Seen, given: Mapping[str, str], of: ColumnMap, country: str
) -> dict[str, str]:
    faults: dict[str, str] = {}
    for name in [name for name in TABLES if name in of.columns]:
        if seen.words.get(of.columns[name], {}) is None:
            faults[f"column-{name}"] = _(
                "Too many different words stand in this column. Choose another one."
            )
        known, table = words_of(country)[name], of.values.get(name)
        for number, word in enumerate(foreign_words(seen, given, name)):
            if table is not None and table.get(word) not in known:
                faults[f"word-{name}-{number}"] = _("Say what this word means.")
    return faults


def _listed(written: str) -> tuple[str, ...]:
    return tuple(word for part in written.split(",") if (word := " ".join(part.split())))
