"""What a careless change could write down, about an act or beside it, when its answer comes."""

from collections.abc import Awaitable, Callable
from datetime import date

from sqlalchemy import update
from sqlmodel import col, select

from app.accounts import audit
from app.invitations.tables import Invitation
from app.lib import clock
from app.publications.tables import Webhook
from app.publications.webhooks.queueing import queue_one
from app.registry.findings.requirements import shipped
from app.registry.findings.tables import Citation, Sample
from app.wiring import Wiring
from tests.privacy.invited import Invited

# No Kyrgyz act cites it otherwise.
_OF_THE_NEIGHBOURS = next(one.code for one in shipped() if one.kind == "KZ")

Leak = Callable[[Wiring, Invited], Awaitable[None]]


async def another_system_is_told(wiring: Wiring, one: Invited) -> None:
    async with wiring.people.transaction() as session:
        webhook = (await session.exec(select(Webhook))).first()
        assert webhook
        queue_one(session, webhook, "answer.received", {"act": one.act}, clock.now())


async def the_trail_tells_of_it(wiring: Wiring, one: Invited) -> None:
    async with wiring.people.transaction() as session:
        audit.record(session, None, "got an answer", one.act)


async def no_reminder_follows(wiring: Wiring, one: Invited) -> None:
    """Kind, and a list of those who have answered."""
    async with wiring.people.transaction() as session:
        own = col(Invitation.inspection_id) == one.inspection
        await session.exec(update(Invitation).where(own).values(remind_at=None))


async def a_new_table_has_a_row(wiring: Wiring, one: Invited) -> None:
    async with wiring.people.transaction() as session:
        session.add(Citation(inspection_id=one.inspection, code=_OF_THE_NEIGHBOURS))


async def a_row_comes_and_goes(wiring: Wiring, one: Invited) -> None:
    """What is deleted stays for a while, in a freed page or in the log."""
    sample = Sample(
        inspection_id=one.inspection,
        number="answered",
        what=one.act,
        quantity="1",
        taken_on=date(2026, 7, 20),
    )
    async with wiring.people.transaction() as session:
        session.add(sample)
    async with wiring.people.transaction() as session:
        await session.delete(sample)


# Where in the names of the traces each is to be seen.
EVERY: dict[Leak, str] = {
    another_system_is_told: "publications_webhook_message",
    the_trail_tells_of_it: "accounts_event",
    no_reminder_follows: "remind_at in invitations_invitation",
    a_new_table_has_a_row: "registry_citation",
    a_row_comes_and_goes: "the log",
}
