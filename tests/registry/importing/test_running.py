"""A register brought in from a file."""

import asyncio
import csv
import tracemalloc
from collections.abc import Iterable, Sequence
from datetime import date
from gc import collect as collect_garbage
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, func, select

from app.lib.db import Database
from app.registry.importing import running
from app.registry.importing.report import NAMED_REFUSALS, Refusal, Report
from app.registry.importing.rows import Unreadable
from app.registry.importing.running import import_file
from app.registry.tables import Business, Inspection, Inspectorate
from tests.making.registry import (
    ADDRESSES,
    ALL_GONE,
    NONE_GONE,
    make_fields,
)

Rows = Sequence[dict[str, Any]]


def some(count: int, **changes: Any) -> list[dict[str, Any]]:
    return [make_fields(**changes).model_dump() for _number in range(count)]


def written(rows: Iterable[dict[str, Any]], delimiter: str = ",") -> str:
    rows = list(rows)
    text = StringIO()
    table = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


def write(path: Path, content: str | bytes) -> None:
    path.write_bytes(content.encode() if isinstance(content, str) else content)


async def brought_in(
    people: Database, geti: Inspectorate, path: Path, content: str | bytes, **how: Any
) -> Report:
    write(path, content)
    how = {"letters": NONE_GONE, **how}
    return await import_file(people, ADDRESSES, geti, path, **how)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "register.csv"


async def counted(people: Database) -> tuple[int, int]:
    async with people.reading() as session:
        inspections = await session.exec(select(func.count(col(Inspection.id))))
        businesses = await session.exec(select(func.count(col(Business.id))))
        return inspections.one(), businesses.one()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf", b"\xef\xbb\xbf\xef\xbb\xbf"])
async def test_the_usual_forms_of_csv_are_read(
    people: Database, geti: Inspectorate, file: Path, delimiter: str, mark: bytes
) -> None:
    rows = some(2, business_name="Ала-Тоо, «Азия»; и\tдругие")
    content = mark + written(rows, delimiter).encode()
    assert await brought_in(people, geti, file, content) == Report(added=2)
    async with people.reading() as session:
        [business] = await session.exec(select(Business))
    assert business.name == "Ала-Тоо, «Азия»; и другие"


async def test_lines_may_end_as_on_windows_or_within_a_text(
    people: Database, geti: Inspectorate, file: Path
) -> None:
    content = written(some(2, business_name="Ала-\nТоо") + some(1)).replace("\n", "\r\n")
    assert (await brought_in(people, geti, file, content)).added == 3


async def test_importing_twice_adds_nothing(
    people: Database, geti: Inspectorate, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 7)
    content = written(some(20) + some(5, email=None))
    assert await brought_in(people, geti, file, content) == Report(added=25)
    assert await brought_in(people, geti, file, content) == Report(unchanged=25)
    assert await counted(people) == (25, 1)


async def test_a_rehearsal_tells_the_same_and_writes_nothing(
    people: Database, geti: Inspectorate, file: Path
) -> None:
    rows = some(3)
    await brought_in(people, geti, file, written(rows[:2]))
    before = await counted(people)
    rows[1] |= {"outcome": "suspended"}
    again = {**rows[2], "outcome": "suspended"}
    content = written([*rows, rows[2], again, {**rows[0], "kind": "?"}])
    told = await brought_in(people, geti, file, content, is_rehearsal=True)
    assert await counted(people) == before
    assert told == await brought_in(people, geti, file, content)
    assert (told.added, told.changed, told.unchanged, told.refused_rows) == (1, 2, 2, 1)


async def test_good_rows_are_kept_and_bad_ones_named_with_their_remedy(
    people: Database, geti: Inspectorate, file: Path
) -> None:
    rows = some(4)
    rows[1] |= {"tax_number": "123", "region": "KG-X"}
    rows[2] |= {"act_date": "20-07-26"}
    report = await brought_in(people, geti, file, written(rows))
    assert (report.added, report.refused_rows) == (2, 2)
    assert [(fault.row, fault.column) for fault in report.refused] == [
        (3, "region"),
        (3, "tax_number"),
        (4, "act_date"),
    ]
    assert "KG-GB" in report.refused[0].remedy


async def test_a_changed_row_changes_its_record(
    people: Database, geti: Inspectorate, file: Path
) -> None:
    rows = some(3)
    await brought_in(people, geti, file, written(rows))
    rows[0] |= {"kind": "desk", "email": "new@mail.kg", "act_date": date(2026, 8, 1)}
    rows[1] |= {"email": None, "no_email_reason": "refused"}
    again = await brought_in(people, geti, file, written(rows))
    assert again == Report(changed=2, unchanged=1)
    async with people.reading() as session:
        found = {row.act_number: row for row in await session.exec(select(Inspection))}
    first, second, third = (found[row["act_number"]] for row in rows)
    assert (first.kind, first.act_date) == ("desk", date(2026, 8, 1))
    assert first.email_print == ADDRESSES.print("new@mail.kg")
    assert (second.email, second.no_email_reason) == (None, "refused")
    assert third.email_print == ADDRESSES.print(rows[2]["email"])


async def test_after_the_letter_such_a_row_is_refused_and_nothing_changes(
    people: Database, geti: Inspectorate, file: Path
) -> None:
    rows = some(2)
    await brought_in(people, geti, file, written(rows))
    rows[0] |= {"email": "other@mail.kg", "tax_number": "99999999999999"}
    report = await brought_in(people, geti, file, written(rows), letters=ALL_GONE)
    assert (report.unchanged, report.refused_rows) == (1, 1)
    assert {(fault.row, fault.column) for fault in report.refused} == {
        (2, "email"),
        (2, "tax_number"),
    }
    assert await counted(people) == (2, 1)


async def test_one_act_twice_in_a_file_is_one_record_as_written_last(
    people: Database, geti: Inspectorate, file: Path
) -> None:
    [row] = some(1)
    content = written([row, row, {**row, "outcome": "suspended"}])
    assert await brought_in(people, geti, file, content) == Report(added=1, unchanged=1, changed=1)
    async with people.reading() as session:
        assert (await session.exec(select(Inspection.outcome))).all() == ["suspended"]


async def test_two_imports_of_one_file_at_once_add_each_act_once(
    people: Database, geti: Inspectorate, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 5)
    rows = [{**row, "tax_number": f"{n:014}"} for n, row in enumerate(some(40))]
    write(file, written(rows))
    reports = await asyncio.gather(
        *(import_file(people, ADDRESSES, geti, file, letters=NONE_GONE) for _time in range(2))
    )
    assert sum(report.added for report in reports) == 40
    assert sum(report.unchanged for report in reports) == 40
    assert await counted(people) == (40, 40)


async def test_an_open_quotation_mark_costs_its_rows_and_says_so(
    people: Database, geti: Inspectorate, file: Path
) -> None:
    rows = some(4)
    lines = written(rows).splitlines()
    lines[2] = lines[2].replace("Ала-Тоо", '"Ала-Тоо')
    report = await brought_in(people, geti, file, "\n".join([*lines, ""]))
    assert (report.added, report.refused_rows) == (1, 1)
    [fault] = report.refused
    assert (fault.row, fault.column) == (3, "")
    assert "lines 3 to 5" in fault.remedy


async def test_a_row_with_too_many_or_too_few_cells_is_refused_alone(
    people: Database, geti: Inspectorate, file: Path
) -> None:
    lines = written(some(3)).splitlines()
    lines[1] += ",more"
    lines[2] = lines[2].rpartition(",")[0]
    report = await brought_in(people, geti, file, "\n".join([*lines, "", ""]))
    assert (report.added, [fault.row for fault in report.refused]) == (1, [2, 3])


@pytest.mark.parametrize(
    ("content", "cure"),
    [
        (b"PK\x03\x04 and so on", "damaged"),
        (b"", "Missing: act_number"),
        (b"number,when\n1,2\n", "Unknown: number, when"),
        (b'"act_number,act_date\n', "name the columns"),
        (b"x" * 1_000_000, "never ends"),
    ],
    ids=["no spreadsheet", "empty", "foreign names", "open quotation", "no lines"],
)
async def test_a_file_of_another_kind_is_refused_with_a_cure(
    people: Database, geti: Inspectorate, file: Path, content: bytes, cure: str
) -> None:
    with pytest.raises(Unreadable, match=cure):
        await brought_in(people, geti, file, content)


async def test_a_wrong_letter_far_down_takes_nothing_of_the_file(
    people: Database, geti: Inspectorate, file: Path
) -> None:
    content = written(some(3)).encode() + "Проверка".encode("cp1251")  # after names in UTF-8
    with pytest.raises(Unreadable, match="Line 5"):
        await brought_in(people, geti, file, content)
    assert await counted(people) == (0, 0)


async def test_a_column_named_twice_is_refused(
    people: Database, geti: Inspectorate, file: Path
) -> None:
    content = written(some(1)).replace("inspector", "email", 1)
    with pytest.raises(Unreadable, match="twice"):
        await brought_in(people, geti, file, content)


async def test_progress_reaches_the_end_of_the_file(
    people: Database, geti: Inspectorate, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 2)
    steps: list[tuple[int, int]] = []
    content = written(some(5))
    progress = lambda done, size: steps.append((done, size))  # noqa: E731
    await brought_in(people, geti, file, content, progress=progress)
    assert len(steps) == 3
    assert steps[-1] == (len(content.encode()),) * 2


@pytest.mark.slow
async def test_memory_does_not_grow_with_the_file(
    people: Database, geti: Inspectorate, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 50)

    async def peak(rows: int) -> int:
        content = written(some(rows))
        tracemalloc.start()
        # Tests collect garbage seldom; what a program leaves to be collected is no growth.
        await brought_in(people, geti, file, content, progress=lambda *_: collect_garbage())
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most - len(content.encode())

    await peak(50)  # caches fill
    assert await peak(2000) < await peak(200) + 500_000


def test_a_file_that_is_wrong_everywhere_names_its_first_faults_and_counts_all() -> None:
    report = Report()
    for row in range(NAMED_REFUSALS + 5):
        report.refuse(row, [Refusal(row, "kind", "?")])
    assert report.refused_rows == NAMED_REFUSALS + 5
    assert report.refused[-1] == Refusal(NAMED_REFUSALS - 1, "kind", "?")
