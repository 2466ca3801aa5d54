"""A translator's workbook into an edition's file: what fits is taken, the rest is named."""

from dataclasses import dataclass, field
from pathlib import Path

from app.lib.files import write_whole
from app.lib.sources import digest, tidied
from app.questionnaires.drafts import Draft
from app.questionnaires.loading import content_of, load_draft
from app.questionnaires.worded import Worded
from app.translations.judging import fault_in
from app.translations.reading import NotOurs, Row, Sheet, read_workbook
from app.translations.rewriting import rewritten


@dataclass
class Outcome:
    """Places, each with a sentence where there is something to say."""

    language: str
    texts: list[tuple[Worded, str]] = field(default_factory=list)  # what can be taken
    missing: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def changed(self) -> list[tuple[Worded, str]]:
        """Those whose words in the file are other ones."""
        return [it for it in self.texts if tidied(it[0].text(self.language)) != it[1]]


def compare(workbook: Path, draft: Draft) -> Outcome:
    """What would be taken. NotOurs if the workbook cannot be used at all."""
    sheet = read_workbook(workbook)
    if sheet.language == draft.source or sheet.source != draft.source:
        raise NotOurs(
            f"{workbook} is from {sheet.source} to {sheet.language},"
            f" but {draft.name} was written in {draft.source}. Export it again."
        )
    outcome = Outcome(sheet.language)
    places = {worded.place: worded for worded in draft.worded}
    for row in sheet.rows:
        if row.remark:
            outcome.remarks.append(f"{row.place}: {row.remark}")
        worded = places.pop(row.place, None)
        if worded is None:
            outcome.refused.append(f"row {row.number}: no such place, or twice: {row.place}")
        else:
            _judge(outcome, sheet, row, worded)
    outcome.missing += places
    return outcome


def take(outcome: Outcome, draft: Draft) -> None:
    """Write what can be taken, and remember which source it was made from."""
    content = content_of(draft.path)
    if changed := outcome.changed():
        content = rewritten(content, outcome.language, changed)
    written = load_draft(draft.path, content)  # Unreadable before anything is written
    now = {worded.place: worded for worded in written.worded}
    for worded, words in outcome.texts:
        if tidied(now[worded.place].text(outcome.language)) != words:
            raise NotOurs(f"{worded.place}: no program can write its words. Do it by hand.")
        written.accept(now[worded.place], outcome.language)
    if changed:
        write_whole(draft.path, content)
    written.memory.write()


def _judge(outcome: Outcome, sheet: Sheet, row: Row, worded: Worded) -> None:
    words = tidied(row.translation or "")
    if row.translation is None:
        fault: str | None = "is no text, but a formula, number or date. Write text."
    elif not words:
        outcome.missing.append(row.place)
        return
    elif row.digest != digest(worded.text(sheet.source)):
        fault = "its source has changed since the export. Export it again."
    else:
        fault = fault_in(worded, sheet.source, sheet.language, row.translation)
    if fault:
        outcome.refused.append(f"{row.place}: {fault}")
    else:
        outcome.texts.append((worded, words))
