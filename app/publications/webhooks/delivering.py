"""Messages that are due go out, all at once; what fails comes again later, and at last not."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib import clock
from app.lib.db import Database
from app.publications.tables import Webhook, WebhookMessage
from app.publications.webhooks.queueing import DELIVERED, GIVEN_UP, WAITING
from app.publications.webhooks.sending import GONE, Sender, Tried

AT_ONCE = 20
# Longer than a try can take: then the worker that made it has died, and the next one may.
LEASE = timedelta(minutes=1)
# Between the tries, as the Standard Webhooks specification proposes: three days together.
PAUSES = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24)),
)


async def deliver_due(people: Database, sender: Sender, now: datetime) -> int:
    """How many were tried."""
    async with people.transaction() as session:
        claimed = await _claim(session, now)
    async with asyncio.TaskGroup() as together:  # whoever never answers keeps no other one waiting
        for webhook, message in claimed:
            together.create_task(_deliver(people, sender, webhook, message, now))
    return len(claimed)


async def _deliver(
    people: Database, sender: Sender, webhook: Webhook, message: WebhookMessage, now: datetime
) -> None:
    result = await sender.send(webhook, message, now)
    async with people.transaction() as session:
        await _mark(session, message, result, clock.now())


async def _claim(session: AsyncSession, now: datetime) -> list[tuple[Webhook, WebhookMessage]]:
    """Nobody else tries them until the lease is over, also if this process dies."""
    due = (
        select(WebhookMessage)
        .where(WebhookMessage.state == WAITING, col(WebhookMessage.due_at) <= now)
        .order_by(col(WebhookMessage.due_at))
        .limit(AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    claimed = []
    for message in await session.exec(due):
        message.tries += 1
        message.due_at = now + LEASE
        claimed.append((await session.get_one(Webhook, message.webhook_id), message))
    return claimed


async def _mark(session: AsyncSession, tried: WebhookMessage, result: Tried, now: datetime) -> None:
    """Only by whoever made this try; the webhook may have been taken away meanwhile."""
    message = await session.get(WebhookMessage, tried.id)
    if message is None or message.tries != tried.tries or message.state != WAITING:
        return
    message.fault = result.fault
    if not result.fault:
        message.state, message.ended_at = DELIVERED, now
    elif result.status == GONE:
        await _end(session, message.webhook_id, now)
    elif message.tries > len(PAUSES):
        message.state, message.ended_at = GIVEN_UP, now
    else:
        message.due_at = now + PAUSES[message.tries - 1]


async def _end(session: AsyncSession, webhook_id: UUID, now: datetime) -> None:
    """It wants no more: neither this message nor any other."""
    (await session.get_one(Webhook, webhook_id)).ended_at = now
    waiting = (
        update(WebhookMessage)
        .where(col(WebhookMessage.webhook_id) == webhook_id, col(WebhookMessage.state) == WAITING)
        .values(state=GIVEN_UP, ended_at=now)
    )
    await session.exec(waiting)
