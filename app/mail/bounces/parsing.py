"""A mail of any bytes at all, taken apart: its headers, its own words, its report, what it returns.

The line ends are mended first; what the `email` package cannot read even so is taken as one text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from html import unescape

LIMIT = 1_000_000  # bytes; reports that return a whole long mail are cut
_LONGEST_TEXT = 100_000
_LINE_END = re.compile(rb"\r+\n?|\n\r(?![\r\n])")
_TAG = re.compile(r"<[^<>]*>")
_RETURNED = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
_STATUS = ("message/delivery-status", "message/global-delivery-status")
_FEEDBACK = "message/feedback-report"
_RECEIPT = "message/disposition-notification"
# Where a report in prose ends and the letter that came back begins.
_COPY = re.compile(
    r"^[ >*\-=]*(?:(?:this|below|here|the following)\b[^\n]{0,30} (?:a copy|copy) of"
    r"|below (?:this|the next) line|the header and first"
    r"|(?:returned|original) (?:message|mail|headers)\b"
    r"|message headers follow|undelivered message|your message reads"
    r"|return-path:|received: )",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class Report:
    headers: Message  # of the mail itself
    text: str  # what its author wrote, without the returned letter
    status: str  # the fields of its delivery report (RFC 3464), "" if it has none
    feedback: str  # those of its complaint (RFC 5965)
    is_receipt: bool  # that a letter was displayed or deleted (RFC 8098)
    returned: tuple[bytes, ...]  # mails inside this one
    everything: str  # all of it, encoded and decoded, to find a letter's name in
    written: bytes  # as it came, with mended line ends


def read(raw: bytes) -> Report:
    content = _LINE_END.sub(_mended, raw[:LIMIT].replace(b"\0", b"")).lstrip(b"\xef\xbb\xbf\n\t ")
    try:
        return _take_apart(message_from_bytes(content), content)
    except (Exception, RecursionError):  # noqa: BLE001  the package raises what it likes on garbage
        return _as_text(content)


def _mended(end: re.Match[bytes]) -> bytes:
    """CRLF, CRCRLF and LFCR end one line; where CR stands alone, each one does."""
    return b"\n" if b"\n" in end[0] else b"\n" * len(end[0])


def _take_apart(message: Message, content: bytes) -> Report:
    parts = list(_parts(message))
    texts = [part for part in parts if part.get_content_maintype() == "text"]
    plain = [part for part in texts if part.get_content_type() == "text/plain"] or texts
    own = "\n".join(_text(part) for part in plain if part.get_content_type() not in _RETURNED)
    status = "\n".join(_text(part) for part in parts if part.get_content_type() in _STATUS)
    if not status and b"final-recipient:" in content.lower():
        status = _decoded(content, None)  # its boundaries are broken, or it has none
    returned = tuple(_bytes(part) for part in parts if part.get_content_type() in _RETURNED)
    inside = [one.decode("latin-1") for one in returned]
    return Report(
        headers=message,
        text=_without_copy(own[:_LONGEST_TEXT]),
        status=status[:_LONGEST_TEXT],
        feedback="\n".join(_text(part) for part in parts if part.get_content_type() == _FEEDBACK),
        is_receipt=any(part.get_content_type() == _RECEIPT for part in parts),
        returned=returned,
        everything="\n".join([content.decode("latin-1"), *map(_text, texts), *inside]),
        written=content,
    )


def _as_text(content: bytes) -> Report:
    everything = _decoded(content, None)
    text = everything.partition("\n\n")[2][:_LONGEST_TEXT]
    status = text if "final-recipient:" in text.lower() else ""
    return Report(Message(), _without_copy(text), status, "", False, (), everything, content)


def _parts(message: Message) -> Iterator[Message]:
    """Of the report itself, in order: what it returns is one part and is not opened."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        children = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(children, list):
            waiting.extend(child for child in reversed(children) if isinstance(child, Message))
        else:
            yield part


def _text(part: Message) -> str:
    text = _decoded(_bytes(part), part.get_content_charset())
    return unescape(_TAG.sub(" ", text)) if part.get_content_type() == "text/html" else text


def _bytes(part: Message) -> bytes:
    """The decoded content. The package reads reports and returned mails as messages: as written."""
    inside = part.get_payload()
    if not isinstance(inside, list):
        content = part.get_payload(decode=True)
        return content if isinstance(content, bytes) else b""
    written = b"\n".join(one.as_bytes() for one in inside if isinstance(one, Message))
    if part.get("content-transfer-encoding", "").strip().lower() == "base64":
        encoded = Message()
        encoded["Content-Transfer-Encoding"] = "base64"
        encoded.set_payload(written.decode("latin-1").strip())
        return _bytes(encoded)
    return written


def _decoded(content: bytes, charset: str | None) -> str:
    """In the charset it claims, in UTF-8, or in what mail without a charset was written in here."""
    for one in (charset, "utf-8"):
        try:
            return content.decode(one or "utf-8")
        except (LookupError, ValueError):
            continue
    return content.decode("cp1251", "replace")


def _without_copy(text: str) -> str:
    before = text[: copy.start()] if (copy := _COPY.search(text)) else text
    return before if before.strip() else text
