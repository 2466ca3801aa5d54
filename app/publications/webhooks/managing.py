"""Webhooks: entered, listed, tried and taken away. The secret is shown once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import AlreadyDone, NotFound
from app.publications.tables import Webhook, WebhookMessage
from app.publications.webhooks.queueing import TEST, queue_one
from app.publications.webhooks.reaching import check
from app.publications.webhooks.signing import Vault, new_secret

SHOWN = 5  # of its newest messages


@dataclass(frozen=True)
class Wanted:
    """`inspectorate_id` None: releases of every inspectorate. `made_by` None: the operator."""

    url: str
    inspectorate_id: UUID | None
    made_by: UUID | None = None


@dataclass(frozen=True)
class Told:
    """A webhook with its newest messages, the newest first."""

    webhook: Webhook
    messages: list[WebhookMessage]


async def add(
    session: AsyncSession, vault: Vault, wanted: Wanted, now: datetime, *, is_demo: bool
) -> str:
    """Its secret. Invalid if the address cannot be one; AlreadyDone if it is on the list."""
    url = check(wanted.url, is_demo=is_demo)
    same = select(Webhook).where(
        Webhook.url == url,
        col(Webhook.inspectorate_id).is_not_distinct_from(wanted.inspectorate_id),
    )
    if (await session.exec(same)).first():
        raise AlreadyDone
    secret = new_secret()
    webhook_id = uuid4()
    session.add(
        Webhook(
            id=webhook_id,
            inspectorate_id=wanted.inspectorate_id,
            url=url,
            secret=vault.put_away(secret, webhook_id),
            made_by=wanted.made_by,
            made_at=now,
        )
    )
    await session.flush()
    return secret


async def every(session: AsyncSession) -> list[Told]:
    """The newest first."""
    webhooks = await session.exec(select(Webhook).order_by(col(Webhook.made_at).desc()))
    return [Told(one, await _messages(session, one)) for one in webhooks]


async def one_of(session: AsyncSession, webhook_id: UUID) -> Webhook:
    """NotFound if there is none."""
    found = await session.get(Webhook, webhook_id)
    if found is None:
        raise NotFound
    return found


async def remove(session: AsyncSession, webhook_id: UUID) -> Webhook:
    """With all its messages. NotFound."""
    found = await one_of(session, webhook_id)
    of_it = col(WebhookMessage.webhook_id) == webhook_id
    await session.exec(delete(WebhookMessage).where(of_it))
    await session.delete(found)
    return found


async def try_out(session: AsyncSession, webhook_id: UUID, now: datetime) -> Webhook:
    """A message that only says that it is a test; the worker sends it. One that had ended with 410
    begins again. NotFound.
    """
    found = await one_of(session, webhook_id)
    found.ended_at = None
    queue_one(session, found, TEST, {}, now)
    return found


async def _messages(session: AsyncSession, webhook: Webhook) -> list[WebhookMessage]:
    query = select(WebhookMessage).where(WebhookMessage.webhook_id == webhook.id)
    newest = query.order_by(col(WebhookMessage.made_at).desc()).limit(SHOWN)
    return list(await session.exec(newest))
