"""What became of letters, in plain words for staff. Never anything about answering."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.dates import official
from app.lib.i18n import gettext as _
from app.mail import states
from app.mail.bounces.kinds import Kind
from app.mail.tables import Letter

_OWN_REASONS: dict[str, Callable[[], str]] = {
    states.LOST_TWICE: lambda: _(
        "Not known: the connection to the mail server broke twice before it confirmed the letter."
    ),
    states.NEVER_TAKEN: lambda: _(
        "Not sent: the connection to the mail server broke at every try, for three days."
    ),
    states.CONTROL_CHARACTER: lambda: _(
        "Not sent: there is an invisible sign in a name or in the address. Type it anew."
    ),
    states.NO_ADDRESS: lambda: _("Not sent: this is not a complete e-mail address."),
    states.LOCAL_PART: lambda: _(
        "Not sent: the mail server takes only Latin letters before the @ of an address."
    ),
    states.KEY_DESTROYED: lambda: _(
        "Not sent: the letter waited for over a month, and its content has been destroyed."
    ),
}
_CAME_BACK: dict[str, Callable[[], str]] = {
    Kind.HARD: lambda: _("Came back: there is no such address."),
    Kind.SOFT: lambda: _("Came back: the mailbox could not take it at that time."),
    Kind.POLICY: lambda: _("Came back: the receiving mail server did not want it."),
}


async def letters_about(
    session: AsyncSession, about: Collection[UUID], kind: str
) -> dict[UUID, Letter]:
    """What a letter is about -> the newest letter of that kind."""
    query = select(Letter).where(col(Letter.about).in_(about), Letter.kind == kind)
    found = await session.exec(query.order_by(col(Letter.due_at)))
    return {letter.about: letter for letter in found if letter.about}


def in_words(letter: Letter, zone: str) -> str:
    """A sentence in the language being spoken; moments where the inspectorate is."""
    match letter.state:
        case states.SENT:
            return _sent(letter, _on(letter.sent_at or letter.due_at, zone))
        case states.DEFERRED:
            return _(
                "The mail server asked to wait: the next try is on %(on)s at %(time)s.",
                on=_on(letter.due_at, zone),
                time=_time(letter.due_at, zone),
            )
        case states.UNKNOWN:
            return _("The connection broke while it was being sent: it will be sent once more.")
        case states.BOUNCED:
            return _came_back(letter)
        case states.SUPPRESSED:
            return _("Not sent: the address asked for no more letters.")
        case states.FAILED if letter.reply in _OWN_REASONS:
            return _OWN_REASONS[letter.reply]()
        case states.FAILED:
            return _("Refused by the mail server: %(words)s", words=letter.reply)
        case _:
            return goes_out(letter.due_at, zone)


def goes_out(at: datetime, zone: str) -> str:
    return _(
        "Waiting: it goes out on %(on)s at %(time)s or soon after.",
        on=_on(at, zone),
        time=_time(at, zone),
    )


def _sent(letter: Letter, on: str) -> str:
    if letter.bounce == Kind.COMPLAINT:
        return _("Sent on %(on)s; its reader reported it as unwanted.", on=on)
    return _("Sent on %(on)s.", on=on)


def _came_back(letter: Letter) -> str:
    why = _CAME_BACK[letter.bounce or Kind.SOFT]()
    if not letter.reply:
        return why
    said = _("The mail server said: %(words)s", words=letter.reply)
    return f"{why} {said}"


def _on(moment: datetime, zone: str) -> str:
    return official(moment.astimezone(ZoneInfo(zone)).date(), "on")


def _time(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"
