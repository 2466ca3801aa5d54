"""Whether the letter with the link to set a password is out, as a sentence for administrators."""

from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts import wanting
from app.accounts.tables import Person
from app.accounts.wanting import Wanted
from app.lib.i18n import gettext as _
from app.mail.telling import in_words, letters_about
from app.registry.countries import zone

_WITH_LINK = (Wanted.WELCOME, Wanted.PASSWORD)


async def link_letter(people: AsyncSession, person: Person, country: str) -> str:
    """Of the newest one; empty if there was none. Moments are those of the country."""
    if await wanting.is_waiting(people, person.email, _WITH_LINK):
        return _("Waiting to be written: within a minute, if the worker runs.")
    letters = [
        letter
        for kind in _WITH_LINK
        for letter in (await letters_about(people, [person.id], kind)).values()
    ]
    if not letters:
        return ""
    return in_words(max(letters, key=lambda letter: letter.due_at), zone(country))
