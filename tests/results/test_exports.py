"""Files for spreadsheets and programs, read back."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest

from app.lib.i18n import LANGUAGES
from app.questionnaires.definition import Questionnaire
from app.questionnaires.loading import Shelf
from app.results.exports import to_csv
from app.results.figures import PartRow
from app.results.flat import lines
from app.results.spreadsheet import to_xlsx
from tests.making.results import make_questionnaire, make_result

FEW = {"integrity": {"no": 98.0, "hinted": 2.0}}


class Desk:
    """A shelf with one questionnaire, whose first question may be worded anew."""

    def __init__(self, wording: str = "") -> None:
        first, *others = make_questionnaire().questions
        worded = replace(first, text=dict.fromkeys(first.text, wording)) if wording else first
        self._only = replace(make_questionnaire(), questions=(worded, *others))

    def edition(self, _name: str, _number: int) -> Questionnaire:
        return self._only


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_csv_begins_with_the_mark_that_excel_needs() -> None:
    assert to_csv([make_result()], Desk(), "ky").startswith(b"\xef\xbb\xbftable,inspectorate,")


def test_every_figure_has_a_line_with_codes_and_labels() -> None:
    result = make_result()
    rows = rows_of(to_csv([result], Desk(), "ru"))
    (positive,) = [
        row
        for row in rows
        if (row["table"], row["question"], row["option"]) == ("questions", "courtesy", "positive")
    ]
    of = result.question("courtesy")
    assert positive["question_label"].startswith("Инспектор относился")
    assert (int(positive["base"]), float(positive["share"])) == (of.base, of.positive)
    assert {row["table"] for row in rows} == {"rates", "questions", "regions", "quarters"}


def test_hidden_figures_are_words_in_files() -> None:
    result = make_result(answers=200, weights=FEW)
    rows = rows_of(to_csv([result], Desk(), "en"))
    hidden = [row for row in rows if row["status"] in ("withheld", "coded_low", "coded_high")]
    assert {row["status"] for row in hidden} == {"withheld", "coded_low", "coded_high"}
    for row in hidden:
        assert row["count"] == ""
        assert row["share"] in ("not shown", "5% or less", "95% or more", "10% or less",
                                "90% or more")  # fmt: skip


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_label_cannot_become_a_formula_in_csv(start: str) -> None:
    label = f"{start}HYPERLINK(A1)"
    rows = rows_of(to_csv([make_result()], Desk(label), "en"))
    assert {row["question_label"] for row in rows if row["question"] == "notice"} == {f"'{label}"}


def test_a_spreadsheet_holds_the_same_figures_as_the_csv() -> None:
    result = make_result()
    book = read(to_xlsx([result], Desk(), "en", "Inspectorate"))
    assert book.sheetnames == ["About", "Rates", "Questions", "Regions", "Quarters"]  # fmt: skip
    count = sum(sheet.max_row - 1 for sheet in book.worksheets[1:])
    assert count == len(rows_of(to_csv([result], Desk(), "en")))
    shares = {cell.value: cell for cell in column(book["Questions"], "Share")}
    assert shares[result.question("courtesy").positive].number_format == "0.0%"


def test_kinds_have_a_table_as_regions_have() -> None:
    rows = (PartRow("scheduled", 40, 0.75, (0.6, 0.86)), PartRow("", withheld=True))
    result = replace(make_result(), kinds={"courtesy": rows})
    lines = [row for row in rows_of(to_csv([result], Desk(), "en")) if row["table"] == "kinds"]
    assert [(row["kind"], row["kind_label"], row["share"]) for row in lines] == [
        ("scheduled", "Scheduled inspection", "0.75"),
        ("", "Other kinds of inspection", "not shown"),
    ]
    sheet = read(to_xlsx([result], Desk(), "en", "X"))["Kinds of inspection"]
    assert [cell.value for cell in column(sheet, "Base")] == [40, None]


def test_a_sheet_fits_on_the_width_of_a_page_and_keeps_its_head() -> None:
    book = read(to_xlsx([make_result()], Desk(), "ky", "Инспекция"))
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (
            0,
            True,
        )
        assert sheet["A1"].fill.fgColor.rgb == "FF2166AC"
    assert book.worksheets[0]["B3"].is_date


def test_a_spreadsheet_has_words_where_the_csv_has_codes() -> None:
    result = make_result(answers=200, weights=FEW)
    book = read(to_xlsx([result], Desk(), "en", "Inspectorate"))
    heads = [cell.value for cell in book["Regions"][1]]
    assert heads == ["Region", "Question", "Answer", "Base", "Share", "Interval from",
                     "Interval to", "Status"]  # fmt: skip
    assert {"shown", "not shown"} <= {cell.value for cell in column(book["Regions"], "Status")}
    for sheet in book.worksheets[2:]:
        for share, status in zip(column(sheet, "Share"), column(sheet, "Status"), strict=True):
            if status.value in ("not shown", "almost nobody", "almost everybody"):
                beside = {cell.value for cell in sheet[share.row] if cell.data_type == "n"}
                assert beside <= {None, result.question("integrity").base}


def test_counts_of_letters_stand_without_words_of_answers() -> None:
    sheet = read(to_xlsx([make_result()], Desk(), "en", "Inspectorate"))["Rates"]
    assert [cell.value for cell in sheet[1]] == ["Figure", "Base", "Count", "Share"]


@pytest.mark.parametrize(("language", "day"), [("en", "d mmmm yyyy"), ("kk", "dd.mm.yyyy")])
def test_days_are_written_as_the_language_does(language: str, day: str) -> None:
    sheet = read(to_xlsx([make_result()], Desk(), language, "Inspectorate")).worksheets[0]
    assert sheet["B3"].number_format.replace("\\", "") == day


def test_a_quarter_without_answers_makes_no_empty_sheets() -> None:
    book = read(to_xlsx([make_result(answers=8)], Desk(), "en", "Inspectorate"))
    assert book.sheetnames == ["About", "Rates", "Questions", "Quarters"]


@pytest.mark.parametrize("label", ["=1+1", "@SUM(A1)", "http://example.org", "＝1", "+1", "-1"])
def test_text_stays_text_in_a_spreadsheet(label: str) -> None:
    book = read(to_xlsx([make_result()], Desk(label), "en", label))
    labels = column(book["Questions"], "Question")
    assert {cell.data_type for cell in labels} == {"s"}
    assert label in {cell.value for cell in labels}
    assert (book["About"]["B1"].value, book["About"]["B1"].data_type) == (label, "s")
    for sheet in book.worksheets:
        assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_results_give_the_same_spreadsheet(language: str) -> None:
    one, other = (to_xlsx([make_result()], Desk(), language, "X") for _ in range(2))
    assert one == other


def column(sheet: Any, head: str) -> list[Any]:
    """The cells below a head."""
    (place,) = [cell.column for cell in sheet[1] if cell.value == head]
    return [row[place - 1] for row in sheet.iter_rows(min_row=2)]


def read(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


def test_files_say_how_sure_a_figure_is() -> None:
    result = make_result()
    found = {
        (line.table, line.question, line.region, line.option): line
        for line in lines([result], Shelf())
    }
    courtesy = result.question("courtesy")
    change = courtesy.last_quarter
    assert change
    assert courtesy.bounds
    told = found["questions", "courtesy", "", "change_last_quarter"]
    assert (told.share, told.interval_low) == (change.change, (change.interval or (None,))[0])
    assert told.status == ("beyond_chance" if change.is_beyond_chance else "within_chance")
    assert found["questions", "courtesy", "", "bounds"].interval_high == courtesy.bounds[1]
    limited = next(row for row in result.regions["courtesy"] if row.limits)
    assert found["regions", "courtesy", limited.name, "limits"].status == (
        limited.apart or "within"
    )
    rates = result.rates
    assert rates
    outcomes = ("answered", "refused", "non_contact", "unknown")
    assert sum(found["rates", "", "", each].count or 0 for each in outcomes) == rates.inspections
    assert found["rates", "", "", "answered_of_delivered"].base == rates.delivered
