"""What a page shows of a quarter, one by one: a chart with its finding, its words and its table."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.lib.i18n import gettext as _
from app.lib.i18n import spoken
from app.questionnaires.definition import Question, Questionnaire
from app.results import describing, listing
from app.results.charts.planning import Plan, plan
from app.results.charts.shapes import Drawable
from app.results.figures import QuarterResult
from app.results.listing import Table


@dataclass(frozen=True)
class Exhibit:
    """`notes` are sentences; of the shapes the page shows what is drawn already."""

    name: str  # unique in its result, fit for an id
    kind: str
    question: Question  # the first that it shows
    heading: str
    notes: tuple[str, ...]
    wide: Drawable
    narrow: Drawable
    table: Table

    def drawn(self, charts: Mapping[str, str]) -> bool:
        """Whether both widths stand among `charts`, which maps hashes to drawings."""
        return self.wide.hash in charts and self.narrow.hash in charts


def exhibits_of(result: QuarterResult, questionnaire: Questionnaire) -> list[Exhibit]:
    """In the language being spoken."""
    return [_exhibit(result, each) for each in plan(result, questionnaire)]


def not_shown(result: QuarterResult, questionnaire: Questionnaire) -> str:
    """Which questions have too few answers; empty if none has."""
    names = [
        questionnaire.question(each.question).short[spoken()]
        for each in result.questions
        if each.withheld
    ]
    if not names:
        return ""
    return _("Too few answers to show: %(questions)s.", questions="; ".join(names))


def _exhibit(result: QuarterResult, of: Plan) -> Exhibit:
    wide = of.shape(result, "wide")
    return Exhibit(
        of.name, of.kind, of.questions[0], wide.title, _notes(result, of),
        wide, of.shape(result, "narrow"), listing.table(result, of),
    )  # fmt: skip


def _notes(result: QuarterResult, of: Plan) -> tuple[str, ...]:
    question, is_open = of.questions[0], result.channel == "open"  # which has no intervals
    if of.kind == "ordinal" and len(of.questions) > 1:
        return (
            _("In bold: all positive answers.")
            if is_open
            else _("In bold: all positive answers. The line beside a bar is their interval."),
            describing.joined_note([result.question(each.id) for each in of.questions]),
        )
    if of.kind in ("ordinal", "shares"):
        return (describing.basis(question, result.question(question.id)),)
    if is_open:
        return ()
    if of.kind == "regions":
        return (_("The positive share of each region; the bar around a dot is its interval."),)
    return (_("The positive share of each quarter; the line through a dot is its interval."),)
