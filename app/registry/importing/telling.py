"""What an operator is told of an import: lines for people, JSON for machines. In English."""

import json
from collections.abc import Iterator

from app.registry.importing.report import NAMED_REFUSALS, Refusal, Report


def refusals(report: Report, file: str) -> Iterator[str]:
    """A line for each fault."""
    for refusal in report.refused:
        yield f"{file}, {_where(refusal)}: {refusal.remedy}"
    if len(report.refused) >= NAMED_REFUSALS:
        yield f"{file}: and so on; only the first {NAMED_REFUSALS} faults are named."


def summary(report: Report) -> str:
    return (
        f"{report.added} added, {report.changed} changed, {report.unchanged} stood already, "
        f"{report.refused_rows} refused. Read as {report.form}."
    )


def as_json(report: Report, is_rehearsal: bool) -> str:
    told = {
        "dry_run": is_rehearsal,
        "read_as": report.form,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "refused_rows": report.refused_rows,
        "refused": [
            {"row": it.row, "column": it.column, "found": it.found, "remedy": it.remedy}
            for it in report.refused
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _where(refusal: Refusal) -> str:
    where = f"line {refusal.row}"
    if refusal.column:
        where += f", {refusal.column}"
    return f"{where} “{refusal.found}”" if refusal.found else where
