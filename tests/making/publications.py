"""Makers of releases: documents with figures of every sort, as they stand in the database."""

from dataclasses import replace
from datetime import UTC, datetime

from markupsafe import escape
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.quarters import Quarter
from app.publications.collection import Collection, Place
from app.publications.document import Document, Period, Published, Publisher, digest, written
from app.publications.tables import Release
from app.questionnaires.definition import Question, Questionnaire
from app.questionnaires.loading import Shelf
from app.registry.regions import regions_of
from app.registry.tables import Inspectorate
from app.results.charts.shapes import Drawable
from app.results.figures import (
    Change,
    QuarterResult,
    QuestionResult,
    RegionRow,
    Share,
    TrendPoint,
)
from app.results.rates import Rates
from tests.making.registry import described

QUARTER = Quarter(2026, 3)
PUBLISHED_AT = datetime(2026, 11, 19, 3, 30, tzinfo=UTC)
SHELF = Shelf()


def make_publisher(slug: str = "geti") -> Publisher:
    body = described(slug)
    return Publisher(slug, "KG", body["names"], body["reply_to"], body["phone"])


def make_document(
    quarter: Quarter = QUARTER, *, answered: int = 240, inspections: int = 1000, open_: int = 40
) -> Document:
    """Under ten answers: rates only. Without inspections nobody was asked."""
    edition = SHELF.latest("post-inspection")
    answered, asked = (answered, 640) if inspections else (0, 0)
    rates = Rates(inspections, asked, asked, asked, answered)
    invited = make_result(edition, quarter, answered, rates)
    opened = make_result(edition, quarter, open_, None)
    opened = replace(opened, channel="open", regions={}, trend={})
    has_codes = answered >= 10
    return Document(
        inspectorate=make_publisher(),
        quarter=str(quarter),
        period=Period(quarter.first_day, quarter.last_day, quarter.closes_on),
        published_at=PUBLISHED_AT,
        questionnaires=(edition,),
        results=(invited, opened),
        counting_codes=tuple(digest(str(n)) for n in range(answered)) if has_codes else (),
    )


def make_result(
    edition: Questionnaire, quarter: Quarter, answered: int, rates: Rates | None
) -> QuarterResult:
    questions = tuple(
        make_question_result(question, answered, quarter) for question in edition.closed
    )
    with_share = [each.question for each in questions if each.positive is not None]
    return QuarterResult(
        inspectorate="geti",
        quarter=str(quarter),
        questionnaire=edition.name,
        edition=edition.edition,
        channel="invited",
        rates=rates,
        answered=answered,
        waiting=0,
        questions=questions,
        regions={question: _regions() for question in with_share},
        trend={question: _trend(quarter) for question in with_share},
    )


def make_question_result(question: Question, answered: int, quarter: Quarter) -> QuestionResult:
    if answered < question.publish_min_base:
        return QuestionResult(question.id, withheld=True)
    inside = [option for option in question.options if not option.outside]
    weights = range(1, len(inside) + 1)
    counts = [answered * weight // sum(weights) for weight in weights]
    base = sum(counts)
    positive = sum(
        n for option, n in zip(inside, counts, strict=True) if option.value in question.positive
    )
    share = round(positive / base, 4) if question.positive else None
    return QuestionResult(
        question=question.id,
        base=base,
        shares=tuple(
            Share((option.value,), n, round(n / base, 4))
            for option, n in zip(inside, counts, strict=True)
        ),
        positive=share,
        interval=(round(share - 0.05, 4), round(share + 0.05, 4)) if share else None,
        last_quarter=Change(str(quarter.previous), round(share - 0.08, 4), 0.08, (0.01, 0.15))
        if share
        else None,
        low_base=base < 20,
    )


def sketch(shape: Drawable) -> str:
    """Instead of a drawing, where it does not matter how the chart looks."""
    return f'<svg role="img" aria-label="{escape(shape.title)}" viewBox="0 0 1 1"></svg>'


def make_published(quarter: Quarter = QUARTER, **figures: int) -> Published:
    return Published.of(written(make_document(quarter, **figures)))


def make_collection(*releases: Published) -> Collection:
    """Newest first. The inspectorate's own site; its ministry's is the twin."""
    own, ministry = (
        Place(site["slug"], site["names"], site["address"]) for site in described()["sites"]
    )
    return Collection(own, (ministry,), make_publisher(), releases or (make_published(),))


async def make_release(
    session: AsyncSession, inspectorate: Inspectorate, quarter: Quarter = QUARTER, **figures: int
) -> Release:
    text = written(make_document(quarter, **figures))
    release = Release(
        inspectorate_id=inspectorate.id,
        quarter=str(quarter),
        published_at=PUBLISHED_AT,
        document=text,
        digest=digest(text),
    )
    session.add(release)
    await session.flush()
    return release


def _regions() -> tuple[RegionRow, ...]:
    shown, small, *others = regions_of("KG")
    return (
        RegionRow(shown.code, 64, 0.71, (0.6, 0.8), before=0.65),
        RegionRow(small.code, withheld=True),
        *(RegionRow(each.code, 22, 0.6, (0.45, 0.74), before=0.55) for each in others[:-1]),
        RegionRow(others[-1].code, withheld=True),
    )


def _trend(quarter: Quarter) -> tuple[TrendPoint, ...]:
    return (
        TrendPoint(str(quarter.plus(-2)), 180, 0.62, (0.55, 0.69)),
        TrendPoint(str(quarter.plus(-1)), 200, 0.64, (0.58, 0.7)),
        TrendPoint(str(quarter), 220, 0.71, (0.65, 0.77)),
    )
