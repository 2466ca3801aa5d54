"""What a caller says and hears, in words."""

from app.invitations.calls.hearing import Address, Gave, Heard
from app.invitations.calls.tables import Call
from app.lib.i18n import gettext as _


def heard() -> dict[str, str]:
    return {
        Heard.NOT_REACHED: _("Not reached"),
        Heard.REFUSED: _("Did not want to talk"),
        Heard.NEVER_INSPECTED: _("Says that there was no such inspection"),
        Heard.INSPECTED: _("Confirms the inspection"),
    }


def gave() -> dict[str, str]:
    return {
        Gave.YES: _("They gave the inspector an e-mail address"),
        Gave.NO: _("They gave none"),
        Gave.UNSAID: _("They do not remember, or do not say"),
    }


def labels() -> dict[str, str]:
    """Of the fields of a call that was answered."""
    return {"gave": _("The e-mail address"), "email": _("The address that they name")}


def result(call: Call) -> str:
    """What a call says about its record; empty if it was not made yet."""
    addresses = {
        Address.RIGHT: _("The record is right"),
        Address.WRONG: _("Another address stands on record"),
        Address.LEFT_OUT: _("They gave an address, and none stands on record"),
        Address.UNSAID: _("Inspected; nothing is known of the address"),
    }
    if call.address:
        return addresses[Address(call.address)]
    return heard()[call.heard] if call.heard else ""


def script(inspectorate: str, *, act: str, day: str) -> list[str]:
    """What a caller says, one thing after the other."""
    return [
        _(
            "Good day. I am calling from the ministry. We call businesses that were chosen by lot,"
            " to check our records. It takes two minutes, and you need not answer."
        ),
        _(
            "Were you inspected by this body: %(name)s? The act is dated %(day)s and bears the"
            " number %(act)s.",
            name=inspectorate,
            day=day,
            act=act,
        ),
        _("Did you give the inspector an e-mail address? If so, which one?"),
        _(
            "Thank you. I do not ask whether you filled in a questionnaire, or what you answered:"
            " nobody may ask you that."
        ),
    ]
