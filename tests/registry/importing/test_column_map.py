"""A register that was not made for Pikir, read with a column map."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from app.lib.db import Database
from app.registry.importing.column_map import ColumnMap
from app.registry.importing.map_file import WrongMap, map_from, read_map, to_yaml
from app.registry.importing.report import Report
from app.registry.importing.rows import Unreadable
from app.registry.importing.running import import_file
from app.registry.tables import Business, Inspection, Inspectorate
from tests.making.registry import ADDRESSES, NONE_GONE
from tests.making.spreadsheets import Value, make_xlsx

HERE = Path(__file__).parent
SAMPLE = Path("docs/samples/chicago-food.map.yaml")
FOREIGN = ColumnMap(
    columns={
        "act_number": "Номер",
        "act_date": "Дата",
        "started_on": "Дата",
        "finished_on": "Дата",
        "kind": "Вид",
        "tax_number": "ИНН",
        "business_name": "Субъект",
        "email": "Почта",
    },
    values={"kind": {"Плановая": "scheduled", "внеплановая  проверка": "unscheduled"}},
    constants={"region": "KG-GB", "outcome": "other", "no_email_reason": "has_none"},
    dates=("DD/MM/YY", "DD.MM.YYYY hh:mm"),
    empty=("-", "н/д"),
)
HEADER = "Номер;Дата;Вид;ИНН;Субъект;Почта;Адрес"
ROW = "17;20/07/26;Плановая;01234567890123;Ала-Тоо;a@mail.kg;Бишкек"


async def brought_in(
    people: Database, geti: Inspectorate, path: Path, column_map: ColumnMap
) -> Report:
    return await import_file(
        people, ADDRESSES, geti, path, letters=NONE_GONE, column_map=column_map
    )


async def mapped(
    people: Database, geti: Inspectorate, folder: Path, *rows: str, header: str = HEADER
) -> Report:
    path = folder / "register.csv"
    path.write_text("\n".join([header, *rows]))
    return await brought_in(people, geti, path, FOREIGN)


async def the_one(people: Database) -> Inspection:
    async with people.reading() as session:
        return (await session.exec(select(Inspection))).one()


async def test_foreign_columns_words_and_dates_become_a_record(
    people: Database, geti: Inspectorate, tmp_path: Path
) -> None:
    assert await mapped(people, geti, tmp_path, ROW) == Report(added=1)
    act = await the_one(people)
    assert (act.act_number, act.act_date, act.started_on) == ("17", date(2026, 7, 20), act.act_date)
    assert (act.kind, act.region, act.outcome) == ("scheduled", "KG-GB", "other")
    assert act.email_print == ADDRESSES.print("a@mail.kg")
    assert act.no_email_reason is None


async def test_case_blanks_and_empty_words_make_no_difference(
    people: Database, geti: Inspectorate, tmp_path: Path
) -> None:
    header = HEADER.upper().replace("ВИД", "  ВИД ")
    row = "17;20.07.2026 9:30;ВНЕПЛАНОВАЯ проверка;01234567890123;Ала-Тоо;Н/Д;-"
    assert (await mapped(people, geti, tmp_path, row, header=header)).added == 1
    act = await the_one(people)
    assert (act.kind, act.no_email_reason) == ("unscheduled", "has_none")


async def test_every_fault_names_the_files_own_column_and_what_stands_there(
    people: Database, geti: Inspectorate, tmp_path: Path
) -> None:
    row = f"17;07/20/26;Внезапная\u202e{'!' * 50};1;Ала-Тоо;a mail.kg;"
    report = await mapped(people, geti, tmp_path, row, ROW)
    assert (report.added, report.refused_rows) == (1, 1)
    found = {(it.column, it.found) for it in report.refused}
    assert found == {
        ("Дата", "07/20/26"),
        ("Вид", f"Внезапная {'!' * 30}…"),
        ("ИНН", "1"),
        ("Почта", ""),  # addresses stand in no report
    }
    [word] = [it.remedy for it in report.refused if it.column == "Вид"]
    assert word.startswith("The map has no word for “Внезапная")


async def test_a_spreadsheet_is_read_with_the_same_map(
    people: Database, geti: Inspectorate, tmp_path: Path
) -> None:
    day = date(2026, 7, 20)
    good: list[Value] = [17, day, "Плановая", 12345678901234, "Ала-Тоо", "a@mail.kg"]
    bad: list[Value] = [day, "20/07/26", "Плановая", 1234567890123, "=A1", None, "beside", "x"]
    path = make_xlsx(tmp_path / "register.xlsx", [HEADER.split(";"), good, bad])
    report = await brought_in(people, geti, path, FOREIGN)
    assert (report.added, report.refused_rows, report.form) == (1, 1, "XLSX")
    said = {it.column: it.remedy for it in report.refused}
    assert "made a date of this" in said["Номер"]
    assert "a zero may be missing" in said["ИНН"]
    assert "Cell E3 holds a formula" in said["Субъект"]
    assert (await the_one(people)).act_date == day


async def test_columns_that_the_file_has_not_or_has_twice_are_named(
    people: Database, geti: Inspectorate, tmp_path: Path
) -> None:
    with pytest.raises(Unreadable, match=r"does not have: Вид, ИНН\. The file has: Номер, Дата"):
        await mapped(people, geti, tmp_path, header="Номер;Дата;Субъект;Почта")
    with pytest.raises(Unreadable, match="twice in the first line: Дата"):
        await mapped(people, geti, tmp_path, header=f"{HEADER};дата")


async def test_the_map_of_a_real_register_needs_no_change_to_the_program(
    people: Database, geti: Inspectorate
) -> None:
    column_map = read_map(SAMPLE, "KG")
    path = HERE / "chicago" / "inspections.csv"
    report = await brought_in(people, geti, path, column_map)
    assert (report.added, report.refused_rows) == (46, 2)
    assert [it.found for it in report.refused] == [
        "0",
        "0",
    ]
    assert (await brought_in(people, geti, path, column_map)).unchanged == 46
    async with people.reading() as session:
        businesses = (await session.exec(select(Business))).all()
    assert {business.tax_number for business in businesses} == {None}
    assert len({business.licence_number for business in businesses}) == len(businesses)


def test_a_map_that_is_written_is_read_as_the_same_map() -> None:
    for one in (FOREIGN, read_map(SAMPLE, "KG"), ColumnMap(FOREIGN.columns, sheet="Акты")):
        try:
            again = map_from(to_yaml(one).encode(), "KG", Path("map.yaml"))
        except WrongMap as wrong:
            assert one.constants == {}, wrong
        else:
            assert again == one


WRONG = {
    "a part that is none": ("colums: {}", '"colums" is no part of a map. Did you mean columns'),
    "a key twice": ("columns:\n  kind: a\n  kind: b", '"kind" stands here again'),
    "a list of columns": ("columns: [a]", "columns must be a block"),
    "a block of dates": ("dates: {a: b}", "dates must be a list"),
    "a block for a word": ("columns: {kind: {a: b}}", "columns.kind must be one word"),
    "nothing for a word": ("columns: {kind: }", "columns.kind is empty"),
    "an anchor": ("columns: &a {kind: b}", "anchors"),
    "an unknown field": ("columns: {size: a}", "columns.size: This stands for nothing"),
    "a table for a number": ("values: {act_number: {a: b}}", "values.act_number: This stands"),
    "a constant number": ("constants: {act_number: a}", "constants.act_number: This stands"),
    "a word that is not ours": ("values: {kind: {a: b}}", "values.kind.a: Use one of these words"),
    "a constant that is not ours": ("constants: {region: KZ-75}", "constants.region: Use one of"),
    "a table without a column": ("values: {kind: {a: desk}}", "values.kind: There is no column"),
    "a form without a year": ("dates: [DD.MM]", "dates.DD.MM: Write each form with a year"),
    "forms at odds": ("dates: [DD/MM/YYYY, MM/DD/YYYY]", "read the same text as different days"),
    "too little": ("sheet: a", "columns.act_number: Name its column"),
    "no number": ("sheet: a", "Name one of these columns: tax_number / licence_number"),
    "no address": ("sheet: a", "columns.email: Name the column of the addresses"),
    "no YAML": ("columns: [", "this is not YAML"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_map_says_what_to_write(case: str) -> None:
    content, said = WRONG[case]
    with pytest.raises(WrongMap) as wrong:
        map_from(content.encode(), "KG", Path("map.yaml"))
    assert said in str(wrong.value)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    content = b"colums: {}\nconstants: {kind: a}\ndates: [YYYY]"
    with pytest.raises(WrongMap) as wrong:
        map_from(content, "KG", Path("map.yaml"))
    for said in ("colums", "constants.kind", "dates.YYYY", "columns.act_number"):
        assert said in str(wrong.value)
