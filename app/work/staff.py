"""The job that writes to the staff. Only the letter ever holds the link that it brings."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import links, people, wanting
from app.accounts.tables import Person
from app.accounts.wanting import Due, Wanted
from app.mail.composing import Draft, compose
from app.registry.tables import Inspectorate
from app.wiring import Wiring

_LINKS: Mapping[Wanted, timedelta] = {
    Wanted.WELCOME: links.WELCOME_LASTS,
    Wanted.PASSWORD: links.PASSWORD_LASTS,
}


async def write(wiring: Wiring, now: datetime) -> int:
    """How many letters were posted."""
    async with wiring.people.transaction() as session:
        due = await wanting.due(session, now)
        for one in due:
            draft = await _draft(wiring, session, one, now)
            to_print = wiring.addresses.print(one.person.email)
            wiring.outbox.post(session, draft, now, to_print=to_print)
    return len(due)


async def _draft(wiring: Wiring, session: AsyncSession, due: Due, now: datetime) -> Draft:
    person, base = due.person, wiring.settings.base_url
    link = f"{base}/staff/account"
    if due.what in _LINKS:
        token = await links.make(session, person, now, _LINKS[due.what])
        link = f"{base}{links.PATH}{token}"
    subject, text, html = compose(
        due.what, person.language, name=person.name, link=link, sign_in=f"{base}/staff/sign-in"
    )
    name, sender, reply_to = await _sender(wiring, session, person)
    return Draft(
        kind=due.what,
        language=person.language,
        sender_name=name,
        sender=sender,
        reply_to=reply_to,
        to=person.email,
        subject=subject,
        text=text,
        html=html,
        about=person.id,
    )


async def _sender(wiring: Wiring, session: AsyncSession, person: Person) -> tuple[str, str, str]:
    """Name, address and where to reply: the inspectorate's, for those who work in one."""
    for held in await people.roles_of(session, person.id):
        if held.inspectorate_id:
            one = await session.get_one(Inspectorate, held.inspectorate_id)
            return one.names[person.language]["name"], one.sender, one.reply_to
    own = f"pikir@{wiring.mail_domain}"
    return "Pikir", own, own
