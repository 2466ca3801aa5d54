"""Where an act and its entrepreneur are named in the people's half, and how that changes.

Every table there is, now and later, is searched, and what lies beside. All that is written after an
answer came shows itself: a row more or a row changed, its place, its time, bytes of a freed page.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from app.lib.db import PeopleTable
from tests.privacy.holdings import Holding, Row, Traces
from tests.privacy.invited import Invited

# Ids as both engines and JSON write them, numbers of acts, addresses. One search each is faster.
_NAMES = [
    re.compile(rb"[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
    re.compile(rb"KG-[A-Z]+-\d{4}-\d\d-\d\d-\d+"),
    re.compile(rb"owner-[\w-]+@mail\.example"),
]
_NOWHERE = -1
_EMPTY = (0, 0)  # as holdings.sortable gives it

Beside = Callable[[], Iterable[tuple[str, bytes]]]  # the names and contents of sources


@dataclass
class Mentions:
    """`beside` gives, by name, whatever else names acts."""

    beside: Beside
    people: list[Invited] = field(default_factory=list)
    _of_names: dict[bytes, int] = field(default_factory=dict)
    _looks: int = 0
    _rows: dict[tuple[str, int], int] = field(default_factory=dict)  # hashes
    _changes: dict[tuple[str, int], list[int]] = field(default_factory=dict)  # the looks
    _in_bytes: dict[tuple[str, int], int] = field(default_factory=dict)

    def meet(self, new: Iterable[Invited]) -> None:
        for one in new:
            for name in (one.inspection.hex, one.letter.hex, one.act, one.address):
                self._of_names[name.encode()] = len(self.people)
            self.people.append(one)

    def look(self, holding: Holding) -> None:
        """Between two looks everything may have changed."""
        self._looks += 1
        for table in PeopleTable.metadata.sorted_tables:
            for person, rows in self._rows_of(holding.rows(table.name)).items():
                at, known = (table.name, person), hash(tuple(row.flat for row in rows))
                if self._rows.get(at) != known:
                    self._changes.setdefault(at, []).append(self._looks)
                self._rows[at] = known
        self._count("the files", holding.files())

    def hear(self, log: bytes) -> None:
        """What a database has written since the last time."""
        self._count("the log", log)

    def note(self, holding: Holding, when: str) -> None:
        """Everybody's traces; those in which nobody differs from anybody say nothing."""
        for table in PeopleTable.metadata.sorted_tables:
            rows = holding.rows(table.name)
            self._note(f"{table.name} {when}", self._in_table(table.name, rows))
        for name, content in self.beside():
            found = self._places(content)
            places: Traces = {
                "times in": [len(found[n]) for n in self._each()],
                "first place in": [min(found[n], default=_NOWHERE) for n in self._each()],
                "last place in": [max(found[n], default=_NOWHERE) for n in self._each()],
            }
            self._note(f"{name} {when}", places)
        for name in {name for name, _ in self._in_bytes}:
            counts = [self._in_bytes.get((name, n), 0) for n in self._each()]
            self._note(f"{name} {when}", {"times in": counts})

    def _in_table(self, table: str, rows: Sequence[Row]) -> Traces:
        found = self._rows_of(rows)
        changes = [self._changes.get((table, n), []) for n in self._each()]
        last = [found[n][-1] if n in found else None for n in self._each()]
        columns = sorted(set(chain.from_iterable(dict(row.values) for row in last if row)))
        traces: Traces = {
            "rows in": [len(found.get(n, ())) for n in self._each()],
            "first place in": [found[n][0].place if n in found else _NOWHERE for n in self._each()],
            "last place in": [row.place if row else _NOWHERE for row in last],
            "changes in": [len(each) for each in changes],
            "last change in": [max(each, default=0) for each in changes],
        }
        for column in columns:
            values = [dict(row.values).get(column, _EMPTY) if row else _EMPTY for row in last]
            traces |= {f"{column} in": values}
        return traces

    def _rows_of(self, rows: Sequence[Row]) -> dict[int, list[Row]]:
        found: dict[int, list[Row]] = defaultdict(list)
        for row in rows:
            for person in set(self._places(row.flat)):
                found[person].append(row)
        return found

    def _places(self, content: bytes) -> dict[int, list[int]]:
        """By person, where they are named."""
        found: dict[int, list[int]] = defaultdict(list)
        for match in chain.from_iterable(names.finditer(content) for names in _NAMES):
            person = self._of_names.get(match[0])
            if person is None:  # an id, perhaps, with hyphens
                person = self._of_names.get(match[0].replace(b"-", b""))
            if person is not None:
                found[person].append(match.start())
        return found

    def _count(self, name: str, content: bytes) -> None:
        for person, places in self._places(content).items():
            at = (name, person)
            self._in_bytes[at] = self._in_bytes.get(at, 0) + len(places)

    def _note(self, where: str, traces: Traces) -> None:
        for name, values in traces.items():
            if len(set(values)) > 1:
                for one, value in zip(self.people, values, strict=True):
                    one.traces[f"{name} {where}"] = value

    def _each(self) -> range:
        return range(len(self.people))
