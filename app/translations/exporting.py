"""An edition's texts as a workbook for a translator. Loads xlsxwriter: not for a web process."""

from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.lib.i18n import gettext as _
from app.lib.i18n import ngettext, speaking
from app.lib.sources import digest
from app.questionnaires.drafts import Draft
from app.questionnaires.worded import Worded
from app.translations.glossary import terms
from app.translations.sheet import DIGEST, PLACE, SOURCE, STATE, TEXTS, context_of, header_of

# Text stays text: a label that begins with "=" is no formula, one with "http" no link.
_AS_WRITTEN = {"strings_to_formulas": False, "strings_to_urls": False}
_WIDTHS = {PLACE: 30, STATE: 24, SOURCE: 45, DIGEST: 18}
_WIDTH = 45  # of every other column, in characters


def export(draft: Draft, language: str, path: Path) -> int:
    """How many texts are to be translated. What the sheets say stands in the translator's
    language; what is done is shown, too, for the others to fit it.
    """
    with speaking(language), Workbook(str(path), _AS_WRITTEN) as book:
        _Instructions(book, draft).write()
        to_do = _Texts(book, draft, language).write()
        _write_terms(book, draft.source, language)
        return to_do


class _Instructions:
    def __init__(self, book: Workbook, draft: Draft) -> None:
        self._sheet: Worksheet = book.add_worksheet(_("How to translate")[:31])
        self._sheet.protect()
        self._sheet.set_column(0, 0, 90)
        self._heading = book.add_format({"bold": True, "font_size": 14})
        self._plain = book.add_format({"text_wrap": True, "valign": "top"})
        self._name = draft.questionnaire.name

    def write(self) -> None:
        self._sheet.write(0, 0, f"{_('How to translate')}: {self._name}", self._heading)
        for row, paragraph in enumerate(_paragraphs(), start=2):
            self._sheet.write(row, 0, paragraph, self._plain)


class _Texts:
    def __init__(self, book: Workbook, draft: Draft, language: str) -> None:
        self._draft, self._language = draft, language
        self._beside = context_of(draft.source, language)
        self._sheet: Worksheet = book.add_worksheet(TEXTS)
        wrapped = {"text_wrap": True, "valign": "top", "num_format": "@"}
        self._given: Format = book.add_format(wrapped)
        self._head: Format = book.add_format(wrapped | {"bold": True, "bottom": 1})
        self._own: Format = book.add_format(wrapped | {"locked": False})
        to_do = {"bg_color": "#FFF2CC", "border": 1, "border_color": "#BF9000"}
        self._to_do: Format = book.add_format(wrapped | {"locked": False} | to_do)

    def write(self) -> int:
        header = header_of(self._draft.source, self._language)
        for column, words in enumerate(header):
            self._sheet.set_column(column, column, _WIDTHS.get(column, _WIDTH))
            self._sheet.write(0, column, words, self._head)
        self._sheet.freeze_panes(1, 1)
        self._sheet.protect(options={"format_columns": True, "format_rows": True})
        self._sheet.activate()
        return sum(self._row(row, it) for row, it in enumerate(self._draft.worded, start=1))

    def _row(self, row: int, worded: Worded) -> bool:
        """Whether it is to be translated."""
        state = self._draft.state(worded, self._language)
        is_done = state == "done"
        before = "" if is_done else worded.text(self._language)
        source = worded.text(self._draft.source)
        given = [worded.place, _task(before, is_done=is_done), source, digest(source)]
        given += [worded.text(language) for language in self._beside]
        for column, words in enumerate(given):
            self._sheet.write(row, column, words, self._given)
        form = self._own if is_done else self._to_do
        now = worded.text(self._language) if is_done else ""
        self._sheet.write(row, len(given), now, form)
        self._sheet.write(row, len(given) + 1, "", self._own)
        self._sheet.data_validation(row, len(given), row, len(given), _limit(worded.longest))
        return not is_done


def _task(before: str, *, is_done: bool) -> str:
    if is_done:
        return ""
    if not before:
        return _("Translate")
    return _("The source has changed. Before: %(words)s", words=before)


def _limit(longest: int) -> dict[str, object]:
    """What the spreadsheet says of a text that is too long. It takes 255 characters at most."""
    words = ngettext(
        "Write at most %(n)s character: people read it on a telephone.",
        "Write at most %(n)s characters: people read it on a telephone.",
        longest,
    )
    return {
        "validate": "length",
        "criteria": "<=",
        "value": longest,
        "error_title": _("Too long")[:32],
        "error_message": words[:255],
    }


def _paragraphs() -> list[str]:
    return [
        _("Open the second sheet. Write into the last but one column; the yellow cells are to do."),
        _("Write the same question, not the same sentence: short, plain, polite everyday words."),
        _(
            "Where “The source has changed” stands, write the translation anew, or write the one"
            " from before again if it still fits."
        ),
        _("Keep names and figures as they are. Write text only, no formulas."),
        _("The last sheet holds the terms: always use the same word for the same thing."),
        _("If something is unclear or wrong, say so in the last column and leave the cell empty."),
        _("Do not delete or move columns. Save the file as XLSX and send it back."),
    ]


def _write_terms(book: Workbook, source: str, language: str) -> None:
    sheet: Worksheet = book.add_worksheet(_("Terms")[:31])
    sheet.protect()
    sheet.set_column(0, 1, 50)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for row, term in enumerate(terms()):
        sheet.write(row, 0, term[source], wrapped)
        sheet.write(row, 1, term[language], wrapped)
