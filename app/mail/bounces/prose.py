"""Reports written for people: by servers older than RFC 3464, and by those that ignore it."""

import logging
import re
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message

from flufl.bounce import all_failures

from app.mail.bounces.kinds import Finding, Kind
from app.mail.bounces.parsing import Report
from app.mail.bounces.sorting import line_that_tells, sort

# It would say at INFO which of its detectors runs, and log what it stumbles over.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)

# Its patterns take a time that grows with the square of a line.
_FOR_PATTERNS = 32_000
_LINE = re.compile(rb"[^\n]{300}(?=[^\n])")

_DAEMON = re.compile(r"mailer-?daemon|postmaster|mail ?delivery|mail administrator", re.IGNORECASE)
_STILL_TRYING = re.compile(
    r"warning message only|not yet been delivered|delivery (has been |is |was )?delayed"
    r"|(will|continue|keep) (to )?(try|be tried|retry)|temporary failure report"
    r"|message is delayed|not need to re-?send|попытки .{0,30}будут|будут продолжены",
    re.IGNORECASE,
)
_AUTOMATIC_SUBJECT = re.compile(
    r"^\s*(auto(matic)?[- ]?(reply|response|replied|svar)|out[- ]of[- ](the[- ])?office|on vacation"
    r"|автоответ|автоматический ответ|в отпуске|вне офиса|отсутств"
    r"|автоматты жауап|автоматтык жооп|автожооп)",
    re.IGNORECASE,
)
_AUTOMATIC_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-vacation")


def understand(report: Report) -> Finding | None:
    is_daemon = _is_daemon(report.headers)
    if _is_automatic(report.headers, is_daemon):
        return Finding(Kind.AUTOMATIC)
    later, never = _failures(report)
    kind = sort("", report.text)
    if not (later or never or (is_daemon and kind)):
        return None
    if _STILL_TRYING.search(report.text) or (later and not never):
        return Finding(Kind.TAKEN)
    return Finding(kind or Kind.SOFT, line_that_tells(report.text))


def _is_daemon(headers: Message) -> bool:
    return "x-failed-recipients" in headers or bool(_DAEMON.search(_said(headers, "from")))


def _is_automatic(headers: Message, is_daemon: bool) -> bool:
    if _AUTOMATIC_SUBJECT.search(_said(headers, "subject")):
        return True
    automatic = _said(headers, "auto-submitted").strip().lower().startswith("auto")
    return not is_daemon and (automatic or any(name in headers for name in _AUTOMATIC_HEADERS))


def _said(headers: Message, name: str) -> str:
    """Decoded: Russian and Kyrgyz subjects are encoded words."""
    raw = str(headers.get(name, ""))[:1000]
    try:
        return str(make_header(decode_header(raw)))
    except (MessageError, LookupError, ValueError):
        return raw


def _failures(report: Report) -> tuple[bool, bool]:
    """Whether flufl.bounce, which knows the prose of many servers, sees one: (later, never)."""
    content = _LINE.sub(rb"\g<0>\n", report.written[:_FOR_PATTERNS])
    try:
        later, never = all_failures(message_from_bytes(content))
    except Exception:  # noqa: BLE001  made for mail, met by any bytes at all
        return False, False
    return bool(later), bool(never)
