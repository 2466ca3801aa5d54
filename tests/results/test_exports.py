"""Files for spreadsheets and programs, read back."""

import csv
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest

from app.questionnaires.definition import Questionnaire
from app.results.exports import to_csv
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
    assert book.sheetnames == ["About", "Rates", "Questions", "Regions", "Quarters"]
    count = sum(sheet.max_row - 1 for sheet in book.worksheets[1:])
    assert count == len(rows_of(to_csv([result], Desk(), "en")))
    shares = [row[14].value for row in book["Questions"].iter_rows(min_row=2)]
    assert result.question("courtesy").positive in shares
    assert book["Questions"].freeze_panes == "A2"


def test_text_stays_text_in_a_spreadsheet() -> None:
    book = read(to_xlsx([make_result()], Desk("=1+1"), "en", "http://example.org"))
    labels = [row[9] for row in book["Questions"].iter_rows(min_row=2)]
    assert {cell.data_type for cell in labels} == {"s"}
    assert "=1+1" in {cell.value for cell in labels}
    assert book["About"]["A1"].hyperlink is None


def test_the_same_results_give_the_same_spreadsheet() -> None:
    one, other = (to_xlsx([make_result()], Desk(), "kk", "X") for _ in range(2))
    assert one == other


def read(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))
