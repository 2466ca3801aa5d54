"""What the two letters to an entrepreneur say: the act, who asks, the link, how to stop."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.invitations.tables import InvitingBox
from app.lib.i18n import LANGUAGES, OWN_NAMES
from app.mail.composing import Draft, compose
from app.registry.tables import Inspection, Inspectorate, Signer
from app.registry.unlinking import unlinked

_SIGN_IN_ORDER = ("minister", "director")


@dataclass(frozen=True)
class Asking:
    """In whose name entrepreneurs are asked, and into which box they answer."""

    inspectorate: Inspectorate
    signers: Mapping[str, Signer]
    box: InvitingBox


@dataclass(frozen=True)
class Reader:
    """Whom the letter is for. `link`, `stop`, `deny`: whole addresses of this reader alone."""

    inspection: Inspection
    business: str
    address: str
    link: str
    stop: str
    deny: str
    is_sample: bool = False  # nobody is asked: the letter says so


def write(kind: str, asking: Asking, reader: Reader) -> Draft:
    """`kind` is a folder of templates/mail: invitation or reminder."""
    language = reader.inspection.language
    inspectorate = asking.inspectorate
    name = inspectorate.names[language]["name"]
    subject, text, html = compose(
        kind,
        language,
        inspectorate=name,
        reply_to=inspectorate.reply_to,
        phone=inspectorate.phone,
        act_number=reader.inspection.act_number,
        act_date=reader.inspection.act_date,
        business=unlinked(reader.business),
        questions=asking.box.questions,
        minutes=asking.box.minutes,
        closes_on=asking.box.closes_on,
        link=f"{reader.link}?lang={language}",
        stop=f"{reader.stop}?lang={language}",
        deny=f"{reader.deny}?lang={language}",
        is_sample=reader.is_sample,
        signed=[_signed(asking.signers[role], language) for role in _SIGN_IN_ORDER],
        others=[
            {"code": other, "name": OWN_NAMES[other], "link": f"{reader.link}?lang={other}"}
            for other in LANGUAGES
            if other != language
        ],
    )
    return Draft(
        kind=kind,
        language=language,
        sender_name=name,
        sender=inspectorate.sender,
        reply_to=inspectorate.reply_to,
        to=reader.address,
        subject=subject,
        text=text,
        html=html,
        list_unsubscribe=reader.stop,
        about=reader.inspection.id,
        link=reader.link,
    )


def purpose(kind: str, asking: Asking, inspection: Inspection) -> str:
    """What such a letter is for: it stays the same when the act is entered anew after a restore."""
    act = f"{inspection.act_year} {inspection.act_number}"
    return f"{kind} about {asking.inspectorate.slug} {act}"


def _signed(signer: Signer, language: str) -> dict[str, str]:
    return {**signer.texts[language], "email": signer.email}
