"""Makers of releases: documents with figures of every sort, as they stand in the database."""

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime

from markupsafe import escape
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.quarters import Quarter
from app.publications.collection import Collection, Place
from app.publications.document import Document, Period, Published, Publisher, digest, written
from app.publications.tables import Release
from app.questionnaires.definition import Questionnaire
from app.questionnaires.loading import Shelf
from app.registry.tables import Inspectorate
from app.results.charts.shapes import Cover, Drawable
from app.results.figures import QuarterResult
from app.results.rates import Rates
from tests.making.registry import described
from tests.making.results import make_result

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
    editions = tuple(SHELF.latest(name) for name in ("desk-inspection", "post-inspection"))
    desk, usual = editions
    answered = answered if inspections else 0
    return Document(
        inspectorate=make_publisher(),
        quarter=str(quarter),
        period=Period(quarter.first_day, quarter.last_day, quarter.closes_on),
        published_at=PUBLISHED_AT,
        questionnaires=editions,
        results=(
            _invited(desk, quarter, answered // 4, inspections // 4),
            _invited(usual, quarter, answered, inspections),
            _open(usual, quarter, open_),
        ),
        counting_codes=tuple(digest(str(n)) for n in range(answered)) if answered >= 10 else (),
    )


def _invited(
    questionnaire: Questionnaire, quarter: Quarter, answered: int, inspections: int
) -> QuarterResult:
    asked = 3 * inspections // 4
    failed = asked // 20
    rates = Rates(inspections, asked, asked, asked - failed, answered, failed=failed)
    return replace(
        make_result(questionnaire, answers=answered), quarter=str(quarter), rates=rates, waiting=0
    )


def _open(questionnaire: Questionnaire, quarter: Quarter, answered: int) -> QuarterResult:
    result = make_result(questionnaire, answers=answered)
    return replace(
        result, quarter=str(quarter), channel="open", rates=None, waiting=0, regions={}, trend={},
        set_aside=41,
    )  # fmt: skip


def sketch(shape: Drawable) -> str:
    """Instead of a drawing, where it does not matter how the chart or the cover looks."""
    if isinstance(shape, Cover):
        return b64encode(shape.title.encode()).decode()
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
