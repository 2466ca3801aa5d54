"""What became of each act's letter, as a sentence and as a word for programs. Never anything about
answering."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations import windows
from app.invitations.choosing import COOLDOWN, is_in_time
from app.invitations.recalling import is_unsent
from app.invitations.tables import Invitation
from app.lib.dates import local_day, official
from app.lib.i18n import gettext as _
from app.lib.quarters import Quarter
from app.mail import states
from app.mail.bounces.kinds import Kind
from app.mail.tables import Letter, Suppression
from app.mail.telling import goes_out, in_words, letters_about
from app.registry.countries import zone
from app.registry.kinds import label
from app.registry.tables import Inspection, Inspectorate

# Other systems are told these words: none may change its meaning.
State = Literal[
    "no_address",  # there is none; the record says why
    "not_written_to",  # the address wants no letters, or they come back
    "too_late",  # the time for answers about that quarter is over
    "waiting",  # for its sending time, or to be sent
    "deferred",  # the mail server asked to wait
    "uncertain",  # the connection broke while it was being sent: it is sent once more
    "sent",
    "reported",  # sent, and reported as unwanted
    "came_back",
    "failed",  # refused by the mail server, or it cannot be sent at all
]
_OF_LETTER: dict[str, State] = {
    states.SENT: "sent",
    states.DEFERRED: "deferred",
    states.UNKNOWN: "uncertain",
    states.BOUNCED: "came_back",
    states.SUPPRESSED: "not_written_to",
    states.FAILED: "failed",
}

_NOT_WRITTEN_TO: dict[str, Callable[[], str]] = {
    "unsubscribed": lambda: _("Not written to: the owner of the address wants no more letters."),
    "hard": lambda: _("Not written to: letters to this address come back."),
    "soft": lambda: _("Not written to: letters to this address come back."),
    "complaint": lambda: _("Not written to: an earlier letter was reported as unwanted."),
}


@dataclass(frozen=True)
class Post:
    """What is known about the letters of some inspections."""

    inspectorate: Inspectorate
    now: datetime
    letters: dict[UUID, Letter]  # by inspection
    suppressed: dict[bytes, str]  # fingerprint of an address -> why nothing is sent there
    asked_lately: dict[bytes, datetime]  # fingerprint -> when the last letter was due

    def may_change(self, inspection: Inspection) -> bool:
        """Once its letter goes out the record is as the letter says, and stays so."""
        letter = self.letters.get(inspection.id)
        return letter is None or is_unsent(letter, self.now)

    def is_lost(self, inspection: Inspection) -> bool:
        """Its letter was refused or came back: somebody should look at the address."""
        letter = self.letters.get(inspection.id)
        return letter is not None and letter.state in (states.FAILED, states.BOUNCED)

    def state(self, inspection: Inspection) -> State:
        """What `in_words` says, for programs."""
        letter = self.letters.get(inspection.id)
        if letter:
            is_reported = letter.state == states.SENT and letter.bounce == Kind.COMPLAINT
            return "reported" if is_reported else _OF_LETTER.get(letter.state, "waiting")
        if inspection.no_email_reason:
            return "no_address"
        if (inspection.email_print or b"") in self.suppressed:
            return "not_written_to"
        return "too_late" if self._is_over(inspection) else "waiting"

    def in_words(self, inspection: Inspection) -> str:
        letter = self.letters.get(inspection.id)
        if letter:
            return in_words(letter, zone(self.inspectorate.country))
        if inspection.no_email_reason:
            reason = label(inspection.no_email_reason)
            return _("No letter, for want of an address: %(reason)s", reason=reason)
        print_ = inspection.email_print or b""
        if print_ in self.suppressed:
            return _NOT_WRITTEN_TO[self.suppressed[print_]]()
        if self._is_over(inspection):
            return _("Not written to: the time for answers about that quarter is over.")
        if inspection.handed_over_on is None:
            return _("Waiting: the act has not been handed over yet.")
        here = zone(self.inspectorate.country)
        if print_ in self.asked_lately:
            free_on = local_day(self.asked_lately[print_] + COOLDOWN, here)
            return _(
                "Waiting: another letter went to this address less than %(days)s days ago. This one"
                " goes out on %(on)s at the earliest.",
                days=COOLDOWN.days,
                on=official(free_on, "on"),
            )
        return goes_out(windows.turn(inspection, self.now, self.inspectorate), here)

    def _is_over(self, inspection: Inspection) -> bool:
        """The time for answers about its quarter."""
        closes_on = Quarter.parse(inspection.quarter).closes_on
        in_time = is_in_time(self.now, self.inspectorate, closes_on)
        return inspection.email_erased or not in_time


async def post_of(
    people: AsyncSession, inspectorate: Inspectorate, about: Sequence[Inspection], now: datetime
) -> Post:
    """`about` are all of that inspectorate."""
    prints = {one.email_print for one in about if one.email_print}
    suppressed = select(Suppression).where(col(Suppression.to_print).in_(prints))
    lately = (
        select(Invitation.to_print, Invitation.invited_at)
        .where(col(Invitation.to_print).in_(prints), col(Invitation.invited_at) > now - COOLDOWN)
        .order_by(col(Invitation.invited_at))
    )
    return Post(
        inspectorate,
        now,
        await letters_about(people, [one.id for one in about], "invitation"),
        {one.to_print: one.reason for one in await people.exec(suppressed)},
        dict((await people.exec(lately)).all()),
    )
