"""The page of a year, and the file that lies beside it."""

from collections.abc import Sequence

from app.lib.dates import local_day, quarter_name
from app.lib.i18n import LANGUAGES, ngettext, speaking, spoken
from app.lib.i18n import gettext as _
from app.lib.numbers import count, percent
from app.lib.quarters import Quarter
from app.lib.templates import render
from app.publications.annual_document import AnnualDocument, PublishedYear
from app.publications.collection import Collection
from app.publications.places import Places
from app.publications.rendering import frame
from app.questionnaires.definition import Questionnaire
from app.registry.countries import zone
from app.results.annual import REST, YearQuestion, YearResult
from app.results.describing import answers, positive_words
from app.results.figures import TrendPoint
from app.results.listing import Cell, Row, Table


def bundle_years(collection: Collection) -> dict[str, bytes]:
    """Every year's files in every language, by place."""
    files: dict[str, bytes] = {}
    for language in LANGUAGES:
        with speaking(language):
            for year in collection.years:
                files |= _files(collection, year)
    return files


def _files(collection: Collection, year: PublishedYear) -> dict[str, bytes]:
    document = year.document
    own = Places(collection.inspectorate.slug, spoken())
    here = own.year(document.year)
    page = render(
        "publications/year.html",
        **frame(collection, here),
        document=document,
        digest=year.digest,
        published_on=local_day(document.published_at, zone(document.inspectorate.country)),
        parts=[_told(document, result) for result in document.results],
    )
    return {here: page.encode(), own.year(document.year, "data.json"): year.text.encode()}


def _told(document: AnnualDocument, result: YearResult) -> dict[str, object]:
    questionnaire = document.edition(result.questionnaire, result.edition)
    return {
        "id": f"{result.channel}-{result.questionnaire}-{result.edition}",
        "title": questionnaire.title[spoken()],
        "is_open": result.channel == "open",
        "sentences": _sentences(result),
        "rates": _rates(result),
        "questions": _questions(questionnaire, result.questions),
    }


def _sentences(result: YearResult) -> list[str]:
    """How many answered, and what became of those whom no quarter could show."""
    said = [answers(result.answered)]
    if result.opened:
        said.append(
            ngettext(
                "%(count)s of them was opened at the end of the year.",
                "%(count)s of them had come in quarters with too few answers; they were opened"
                " together at the end of the year.",
                result.opened,
                count=count(result.opened),
            )
        )
    if result.destroyed:
        said.append(
            ngettext(
                "%(count)s of them was destroyed unread: there were fewer than ten such answers in"
                " the whole year.",
                "%(count)s of them were destroyed unread: there were fewer than ten such answers in"
                " the whole year.",
                result.destroyed,
                count=count(result.destroyed),
            )
        )
    return said


def _rates(result: YearResult) -> Table | None:
    if not result.rates:
        return None
    head = (_("Quarter"), _("Inspections"), _("Letter delivered"), _("Answered"))
    rows = [
        Row(
            quarter_name(Quarter.parse(quarter)),
            tuple(
                Cell(count(number))
                for number in (rates.inspections, rates.delivered, rates.answered)
            ),
        )
        for quarter, rates in result.rates.items()
    ]
    return Table(_("From inspections to answers"), head, tuple(rows))


def _questions(questionnaire: Questionnaire, of: Sequence[YearQuestion]) -> list[Table]:
    """A table for each: its quarters, what they left, and the year."""
    tables = []
    for each in of:
        rows = [_row(_period(point), positive_words(point), point.base) for point in each.parts]
        if each.positive is None:
            rows.append(_row(_("The year"), _("not shown"), None))
        else:
            rows.append(_row(_("The year"), percent(each.positive), each.base))
        caption = questionnaire.question(each.question).text[spoken()]
        head = (_("Quarter"), _("Positive"), _("Answers"))
        tables.append(Table(caption, head, tuple(rows)))
    return tables


def _row(label: str, words: str, base: int | None) -> Row:
    return Row(label, (Cell(words), Cell("" if base is None else count(base))))


def _period(point: TrendPoint) -> str:
    if point.quarter == REST:
        return _("Quarters with too few answers")
    return quarter_name(Quarter.parse(point.quarter))
