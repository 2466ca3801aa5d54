"""What a page shows of a quarter, one by one: a chart with its finding, its words and its table."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.lib.i18n import gettext as _
from app.questionnaires.definition import Question, Questionnaire
from app.results import describing, listing
from app.results.charts import building
from app.results.charts.planning import Plan, plan
from app.results.charts.shapes import Drawable
from app.results.figures import QuarterResult
from app.results.glancing import Glance
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
    return describing.withheld_questions(
        questionnaire.question(each.question) for each in result.questions if each.withheld
    )


def at_a_glance(of: Glance) -> Exhibit | None:
    """None where nothing may be shown."""
    if not any(each.of.positive is not None for each in of.glimpses):
        return None
    wide = building.glance(of, "wide")
    notes = () if of.is_open else (_("The bar around a dot is its interval."),)
    return Exhibit(
        of.name, "glance", of.glimpses[0].question, wide.title, notes,
        wide, building.glance(of, "narrow"), listing.glance(of),
    )  # fmt: skip


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
    if of.kind == "kinds":
        return (_("The positive share of each kind; the bar around a dot is its interval."),)
    return (_("The positive share of each quarter; the line through a dot is its interval."),)
