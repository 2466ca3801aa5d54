"""The acts of the audit trail in the words of its readers. The trail itself holds plain English."""

import re
from collections.abc import Callable

from app.lib.i18n import gettext as _
from app.web.staff.people import role_names
from app.web.staff.remarks.words import kinds, progress

_WITH_DETAIL = re.compile(r"(?P<act>[^(]+) \((?P<detail>[^)]+)\)")
_WORDS: dict[str, Callable[[], str]] = {
    "added administrator": lambda: _("Added an administrator"),
    "added director": lambda: _("Added a director"),
    "added a requirement": lambda: _("Added a requirement"),
    "added a webhook": lambda: _("Added a webhook"),
    "added inspector": lambda: _("Added an inspector"),
    "added observer": lambda: _("Added an observer"),
    "added ministry": lambda: _("Added somebody of the ministry"),
    "asked for a test letter": lambda: _("Asked for a test letter"),
    "changed their password": lambda: _("Changed their password"),
    "changed a measure": lambda: _("Changed a measure"),
    "chose their letters": lambda: _("Chose which letters they are written"),
    "cited requirements": lambda: _("Cited requirements"),
    "confirmed a mask": lambda: _("Confirmed that words of a remark are masked"),
    "corrected an address": lambda: _("Corrected an e-mail address"),
    "decided on remarks": lambda: _("Decided on remarks"),
    "described an inspectorate": lambda: _("Described an inspectorate"),
    "discarded a letter text": lambda: _("Discarded a letter text"),
    "drew businesses to call": lambda: _("Drew businesses to call"),
    "ended a session": lambda: _("Ended a session"),
    "ended their other sessions": lambda: _("Ended their other sessions"),
    "ended a requirement": lambda: _("Ended a requirement"),
    "entered a call": lambda: _("Entered what was heard in a call"),
    "entered a laboratory result": lambda: _("Entered a laboratory result"),
    "entered a sample": lambda: _("Entered a sample"),
    "entered an inspection": lambda: _("Entered an inspection"),
    "entered inspections by the API": lambda: _("Entered inspections from another system"),
    "gave a role": lambda: _("Gave a role"),
    "gave remarks themes": lambda: _("Gave remarks themes"),
    "handed an act over": lambda: _("Handed an act over"),
    "imported a register": lambda: _("Imported a register"),
    "let a requirement go on": lambda: _("Took back that a requirement ends"),
    "let tokens in again": lambda: _("Let tokens in again after a restore"),
    "made a link": lambda: _("Made a link for a password"),
    "made a token": lambda: _("Made a token"),
    "merged businesses": lambda: _("Merged businesses"),
    "parted businesses": lambda: _("Parted businesses"),
    "proposed a mask": lambda: _("Proposed to mask words of a remark"),
    "put a letter text in force": lambda: _("Put a letter text in force"),
    "refused a mask": lambda: _("Left words of a remark as they are"),
    "removed a laboratory result": lambda: _("Removed a laboratory result"),
    "removed a sample": lambda: _("Removed a sample"),
    "removed a webhook": lambda: _("Removed a webhook"),
    "renamed a person": lambda: _("Changed somebody's name"),
    "reset a password": lambda: _("Reset a password"),
    "restored a backup": lambda: _("Restored a backup"),
    "resumed letters": lambda: _("Let letters go to an address again"),
    "revoked a token": lambda: _("Revoked a token"),
    "said that businesses are two": lambda: _("Said that two businesses are not one"),
    "said that businesses may be one": lambda: _("Said that two businesses may be one"),
    "set a password": lambda: _("Set a password"),
    "set up a second factor": lambda: _("Turned on their second factor"),
    "signed in": lambda: _("Signed in"),
    "signed out": lambda: _("Signed out"),
    "switched a person off": lambda: _("Switched a person off"),
    "switched a person on": lambda: _("Switched a person on"),
    "threw a register away": lambda: _("Threw a register away"),
    "took back a mask": lambda: _("Took back that words of a remark be masked"),
    "took a role": lambda: _("Took a role away"),
    "took off a second factor": lambda: _("Took off a second factor"),
    "tried a webhook": lambda: _("Tried a webhook"),
    "turned off the second factor": lambda: _("Turned off their second factor"),
    "wrote a letter text": lambda: _("Wrote a letter text"),
}


# Why an address got no letters: mail/suppressing.py.
_REASONS: dict[str, Callable[[], str]] = {
    "unsubscribed": lambda: _("its owner wanted no more"),
    "hard": lambda: _("there was no such mailbox"),
    "soft": lambda: _("letters came back repeatedly"),
    "complaint": lambda: _("its owner complained"),
}


def in_words(act: str) -> str | None:
    """None for an act without words of its own: then the trail's own are shown."""
    found = _WITH_DETAIL.fullmatch(act)
    words = _WORDS.get(found["act"] if found else act)
    if words is None:
        return None
    return f"{words()} ({_detail(found['detail'])})" if found else words()


def _detail(written: str) -> str:
    words = _REASONS.get(written)
    known = role_names() | kinds() | progress()
    return words() if words else known.get(written, written)
