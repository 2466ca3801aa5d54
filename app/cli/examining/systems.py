"""What the doctor finds of other systems: webhooks that were given up, tokens that end."""

from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import urlsplit

from sqlmodel import col, select

from app.accounts import tokens
from app.cli.examining.findings import OK, WARNING, Finding
from app.cli.examining.patient import Patient
from app.publications.tables import Webhook, WebhookMessage
from app.publications.webhooks.queueing import GIVEN_UP
from app.registry import inspectorates

_LATELY = timedelta(days=7)  # then its owner has heard of it, or never will
_ENDS_WITHIN = timedelta(days=14)


async def webhooks(patient: Patient) -> AsyncIterator[Finding]:
    """Only hosts are named: the rest of an address may be a secret."""
    lost = (
        select(Webhook)
        .join(WebhookMessage, col(WebhookMessage.webhook_id) == col(Webhook.id))
        .where(
            WebhookMessage.state == GIVEN_UP,
            col(WebhookMessage.ended_at) > patient.now - _LATELY,
        )
        .distinct()
    )
    async with patient.wiring.people.reading() as session:
        given_up = [(one.url, one.ended_at) for one in await session.exec(lost)]
    for url, ended_at in given_up:
        how = "wants no more messages" if ended_at else "did not take a message in three days"
        words = f"{urlsplit(url).hostname} {how}: ask who runs it, then /staff/webhooks"
        yield Finding("webhooks", WARNING, words)
    if not given_up:
        yield Finding("webhooks", OK, "none was given up within a week")


async def tokens_ending(patient: Patient) -> AsyncIterator[Finding]:
    soon = patient.now + _ENDS_WITHIN
    async with patient.wiring.people.reading() as session:
        slugs = {one.id: one.slug for one in await inspectorates.all_of(session)}
        every = await tokens.tokens_of(session)
    ending = [
        one for one in every if tokens.is_in_force(one, patient.now) and one.expires_at < soon
    ]
    for one in ending:
        whose = f"“{one.name}” of {slugs[one.inspectorate_id]}"
        cure = "make another one for its system with `pikir token add`, or under /staff/tokens"
        yield Finding("tokens", WARNING, f"{whose} ends on {one.expires_at:%Y-%m-%d}: {cure}")
    if not ending:
        yield Finding("tokens", OK, "none ends within 14 days")
