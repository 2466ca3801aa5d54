"""The doctor on other systems: webhooks that were given up, and tokens that end."""

from datetime import UTC, datetime, timedelta

from app.accounts import tokens
from app.accounts.tokens import Scope, Wanted
from app.publications.tables import Webhook, WebhookMessage
from app.publications.webhooks.queueing import GIVEN_UP
from tests.backups.conftest import Typed, again, empty, geti, typed
from tests.cli.test_doctor import levels, well, words
from tests.installation import Installation

__all__ = ["again", "empty", "geti", "typed", "well"]


async def test_a_webhook_that_was_given_up_is_a_warning_for_a_week(
    well: Installation, typed: Typed
) -> None:
    assert (await levels(typed))["webhooks"] == "OK"
    now = datetime.now(UTC)
    hook = Webhook(url="https://example.com/secret?key=1", secret=b"", made_at=now)
    message = WebhookMessage(
        webhook_id=hook.id,
        type="test",
        data={},
        made_at=now,
        due_at=now,
        state=GIVEN_UP,
        ended_at=now - timedelta(days=6),
    )
    async with well.wiring.people.transaction() as session:
        session.add(hook)
        await session.flush()
        session.add(message)
    told = await words(typed, "webhooks")
    assert told.startswith("example.com did not take a message in three days")
    assert "secret" not in told
    assert (await levels(typed))["webhooks"] == "WARNING"
    async with well.wiring.people.transaction() as session:
        stored = await session.get_one(WebhookMessage, message.id)
        stored.ended_at = now - timedelta(days=8)
    assert (await levels(typed))["webhooks"] == "OK"


async def test_a_token_that_ends_soon_is_a_warning(well: Installation, typed: Typed) -> None:
    now = datetime.now(UTC)
    for name, days in (("later", 15), ("soon", 13), ("ended", 1)):
        began = now - timedelta(days=2) if name == "ended" else now
        wanted = Wanted(name, well.inspectorate.id, (Scope.RESULTS,), days)
        async with well.wiring.people.transaction() as session:
            await tokens.make(session, wanted, began)
        level = "WARNING" if name != "later" else "OK"
        assert (await levels(typed))["tokens"] == level
    assert (await words(typed, "tokens")).startswith("“soon” of geti ends on ")
