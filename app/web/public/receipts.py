"""The cookie that shows a thank-you again after a reload or a double click, for two minutes."""

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from app.lib.signing import Forged, Signing
from app.web.asked import Asked

NAME = "thanks"
SECONDS = 120


@dataclass(frozen=True)
class Receipt:
    """Stands in the respondent's browser only; nothing like it is kept here."""

    of: str  # a digest of what was sent: the token of a letter, or of an open form
    box_id: str
    language: str
    code: str
    at: int  # seconds since 1970


def digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()[:16]


def cookie(signing: Signing, receipt: Receipt, *, secure: bool) -> str:
    """The header's value. Path=/: the open questionnaire is not under /s/, as the thanks are."""
    value = signing.sign(json.dumps(vars(receipt)).encode())
    flags = "; Secure" if secure else ""
    return f"{NAME}={value}; Path=/; Max-Age={SECONDS}; HttpOnly; SameSite=Lax{flags}"


def shows(request: Asked, signing: Signing, token: str, now: datetime) -> bool:
    """Whether just this was sent from this browser a moment ago."""
    receipt = read(request, signing, now)
    return receipt is not None and receipt.of == digest(token)


def read(request: Asked, signing: Signing, now: datetime) -> Receipt | None:
    try:
        receipt = Receipt(**json.loads(signing.read(request.cookies.get(NAME, ""))))
    except Forged:
        return None
    return receipt if abs(now.timestamp() - receipt.at) <= SECONDS else None
