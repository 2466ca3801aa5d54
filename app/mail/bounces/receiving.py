"""Acting on a mail that came to the bounce address.

Whatever it says, it has an effect only on the one letter whose signed name it carries. Doing the
same again changes nothing, so a mail that is read twice does no harm.
"""

import logging
import math
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.tracing import trace
from app.mail import states
from app.mail.bounces import parsing
from app.mail.bounces.kinds import Finding, Kind
from app.mail.bounces.parsing import Report
from app.mail.bounces.understanding import understand
from app.mail.line import clean
from app.mail.naming import Names
from app.mail.suppressing import suppress
from app.mail.tables import Letter

_log = logging.getLogger("pikir.mail")

# A soft bounce counts 1, half of it after 30 days, a quarter after 60. At two and a half the
# address gets no more: three within two weeks, or letter and reminder in two months running.
HALF_LIFE = timedelta(days=30)
ENOUGH = 2.5
_FORGOTTEN_AFTER = 12 * HALF_LIFE  # they count 1/4096 by then

# Who we wrote to, as receiving servers note it; asked before all other places.
_ADDRESSED = ("to", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
_STRONGER = {Kind.HARD: (None, Kind.SOFT, Kind.POLICY), Kind.SOFT: (None, Kind.POLICY)}


async def receive(session: AsyncSession, names: Names, raw: bytes, now: datetime) -> Kind:
    """Any bytes at all. What was understood, and is now done."""
    letter_id, finding = _look(names, raw)
    if letter_id is None:
        return Kind.UNSIGNED
    letter = await session.get(Letter, letter_id, with_for_update=True)
    if letter is None:
        return Kind.UNCLEAR
    match finding.kind:
        case Kind.HARD | Kind.SOFT | Kind.POLICY:
            await _came_back(session, letter, finding, now)
        case Kind.COMPLAINT:
            _arrived(letter, now)
            if letter.bounce is None:
                letter.bounce, letter.bounced_at = Kind.COMPLAINT, now
            await suppress(session, letter.to_print, "complaint")
        case Kind.TAKEN:
            _arrived(letter, now)
    return finding.kind


def _look(names: Names, raw: bytes) -> tuple[UUID | None, Finding]:
    try:
        report = parsing.read(raw)
        letter_id = _letter_named(report, names)
        return letter_id, understand(report) if letter_id else Finding(Kind.UNSIGNED)
    except Exception as error:  # noqa: BLE001  a mail must not come back for ever, nor stop the rest
        _log.error("A mail to the bounce address could not be read\n%s", trace(error))
        return None, Finding(Kind.UNSIGNED)


def _letter_named(report: Report, names: Names) -> UUID | None:
    """None also if it names several letters, and no address says which is meant."""
    for text in (_addresses(report), report.everything):
        if found := set(names.read(text)):
            return found.pop() if len(found) == 1 else None
    return None


def _addresses(report: Report) -> str:
    return "\n".join(
        str(value) for name in _ADDRESSED for value in report.headers.get_all(name, [])
    )


async def _came_back(
    session: AsyncSession, letter: Letter, finding: Finding, now: datetime
) -> None:
    """Also a letter that was to be sent once more, because nobody knew whether it had been."""
    if letter.bounce not in _STRONGER.get(finding.kind, (None,)):
        return
    _settle(letter, states.BOUNCED, now)
    letter.bounce, letter.bounced_at, letter.reply = finding.kind, now, clean(finding.words)
    if finding.kind is Kind.HARD:
        await suppress(session, letter.to_print, "hard")
    elif finding.kind is Kind.SOFT:
        if await _score(session, letter.to_print, now) >= ENOUGH:
            await suppress(session, letter.to_print, "soft")
    else:
        _log.warning(
            "A letter was refused for what we are or say, not for its address: %s", letter.reply
        )


def _arrived(letter: Letter, now: datetime) -> None:
    """Of a letter whose outcome nobody knew, this says that it need not be sent again."""
    if letter.state == states.UNKNOWN or (letter.resent and letter.state in states.WAITING):
        _settle(letter, states.SENT, now)
        letter.reply = None


def _settle(letter: Letter, state: str, now: datetime) -> None:
    letter.state = state
    letter.sent_at = letter.sent_at or now
    letter.worker = letter.lease_until = None
    if not letter.kept:
        letter.payload = None


async def _score(session: AsyncSession, to_print: bytes, now: datetime) -> float:
    """Of the address's soft bounces, the one just noted among them."""
    query = select(Letter.bounced_at).where(
        Letter.to_print == to_print,
        Letter.bounce == Kind.SOFT,
        col(Letter.bounced_at) > now - _FORGOTTEN_AFTER,
    )
    ages = [now - at for at in await session.exec(query) if at]
    return sum(math.pow(0.5, age / HALF_LIFE) for age in ages)
