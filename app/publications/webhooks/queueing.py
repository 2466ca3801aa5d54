"""What is to be told stands in the database before anybody is told: with the release itself."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlmodel import col, delete, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.publications.tables import AnnualRelease, Release, Webhook, WebhookMessage
from app.registry.tables import Inspectorate

PUBLISHED, TEST = "release.published", "test"
WAITING, DELIVERED, GIVEN_UP = "waiting", "delivered", "given_up"
KEPT = timedelta(days=90)  # after their end, for the list


@dataclass(frozen=True)
class Published:
    """A release as its message names it."""

    inspectorate: str
    period: str  # 2026-Q3, or 2026
    revision: int
    digest: str

    @classmethod
    def of(cls, inspectorate: Inspectorate, release: Release | AnnualRelease) -> "Published":
        if isinstance(release, Release):
            return cls(inspectorate.slug, release.quarter, release.revision, release.digest)
        return cls(inspectorate.slug, str(release.year), 1, release.digest)


async def queue(
    session: AsyncSession, inspectorate: Inspectorate, release: Release | AnnualRelease
) -> None:
    """In the transaction of the release: nobody is told of one that is not there, and none is
    forgotten.
    """
    now = release.published_at
    await session.exec(delete(WebhookMessage).where(col(WebhookMessage.ended_at) < now - KEPT))
    theirs = or_(
        col(Webhook.inspectorate_id).is_(None), col(Webhook.inspectorate_id) == inspectorate.id
    )
    told = await session.exec(select(Webhook).where(theirs, col(Webhook.ended_at).is_(None)))
    for webhook in told:
        queue_one(session, webhook, PUBLISHED, asdict(Published.of(inspectorate, release)), now)


def queue_one(
    session: AsyncSession, webhook: Webhook, kind: str, data: dict[str, str | int], now: datetime
) -> None:
    session.add(
        WebhookMessage(webhook_id=webhook.id, type=kind, data=data, made_at=now, due_at=now)
    )
