"""The doctor finds an audit trail that was changed, or that can be."""

from sqlalchemy import text, update

from app.accounts import append_only, audit
from app.accounts.tables import Event
from tests.backups.conftest import Typed, geti, typed
from tests.cli.test_doctor import levels, words
from tests.installation import Installation

__all__ = ["geti", "typed"]


async def test_a_changed_audit_trail_is_an_error(geti: Installation, typed: Typed) -> None:
    async with geti.wiring.people.transaction() as session:
        audit.record(session, None, "made a link")
    async with geti.wiring.people.transaction() as session, append_only.lifted(session):
        await (await session.connection()).execute(update(Event).values(act="rested"))
    assert (await levels(typed))["audit trail"] == "ERROR"
    assert "event 1 was altered" in await words(typed, "audit trail")


async def test_an_audit_trail_that_can_be_changed_is_an_error(
    geti: Installation, typed: Typed
) -> None:
    async with geti.wiring.people.transaction() as session:
        name = "accounts_event_no_update"
        if not geti.wiring.people.is_sqlite:
            name = "accounts_event_stays ON accounts_event"
        await (await session.connection()).execute(text(f"DROP TRIGGER {name}"))
    assert "triggers are gone" in await words(typed, "audit trail")
