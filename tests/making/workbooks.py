"""Workbooks as they go to a translator and come back."""

from pathlib import Path

from openpyxl import load_workbook

from app.questionnaires.loading import load_draft
from app.translations.exporting import export
from app.translations.importing import Outcome, compare, take


def exported(path: Path, language: str = "kk") -> Path:
    workbook = path.with_name(f"{language}.xlsx")
    export(load_draft(path), language, workbook)
    return workbook


def filled_in(workbook: Path, **translations: str | int) -> Path:
    """By a translator: {"days": …} into the text of that question."""
    book = load_workbook(workbook)
    rows = {row[0].value: row for row in book["texts"].iter_rows()}
    for question, words in translations.items():
        rows[f'question "{question}": text'][-2].value = words
    book.save(workbook)
    return workbook


def brought_back(workbook: Path, into: Path) -> Outcome:
    outcome = compare(workbook, load_draft(into))
    take(outcome, load_draft(into))
    return outcome
