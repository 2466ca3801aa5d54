"""What a letter says: templates/mail/<kind>/ in one language, and the draft the outbox keeps."""

import re
from dataclasses import dataclass
from textwrap import TextWrapper
from uuid import UUID

from app.lib.i18n import speaking
from app.lib.templates import render

PICTURE = "chart@pikir"  # its Content-ID
TERMINAL = 72  # columns of the written part
_WRAPPER = TextWrapper(
    TERMINAL,
    break_long_words=False,
    break_on_hyphens=False,
    expand_tabs=False,  # there are none; looking for them takes half of the time
    replace_whitespace=False,
)


@dataclass(frozen=True)
class Draft:
    """A finished letter. Addresses are bare: survey@geti.gov.kg."""

    kind: str
    language: str
    sender_name: str
    sender: str
    reply_to: str
    to: str
    subject: str
    text: str
    html: str
    list_unsubscribe: str | None = None  # an https address that takes the POST of RFC 8058
    about: UUID | None = None
    link: str | None = None  # what a later letter about the same thing repeats
    picture: str | None = None  # a PNG in base64; the HTML part shows it as PICTURE


def compose(kind: str, language: str, **context: object) -> tuple[str, str, str]:
    """Subject (one line), written part (for a terminal), HTML part."""
    with speaking(language):
        subject = render(f"mail/{kind}/subject.txt", **context)
        text = render(f"mail/{kind}/body.txt", **context)
        html = render(f"mail/{kind}/body.html", **context)
    return " ".join(subject.split()), _for_terminal(text), html


def _for_terminal(text: str) -> str:
    lines = (
        line if len(line) <= TERMINAL else _WRAPPER.fill(line) for line in text.strip().splitlines()
    )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) + "\n"
