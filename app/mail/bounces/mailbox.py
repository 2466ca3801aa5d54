"""A mailbox that gathers bounces, over IMAP.

`imaplib` waits, so all of this runs in a thread. A mail that was dealt with is moved to a folder;
one that people must look at stays, with a flag, and is not read again.
"""

import imaplib
import re
import ssl
from contextlib import suppress
from typing import Any
from urllib.parse import unquote, urlsplit

from app.mail.bounces.parsing import LIMIT

PROCESSED = "Processed"
_PATIENCE = 30  # seconds
_PORT, _TLS_PORT = 143, 993
_FOR_PEOPLE = r"(\Flagged \Seen)"
# The prefix in front of one's own folders: NAMESPACE (("INBOX." ".")) NIL NIL
_PREFIX = re.compile(rb'\(\("((?:[^"\\]|\\.)*)"')


class Mailbox:
    """Signed in, with the folder open. Mails are named by their IMAP UIDs.

    Everything raises OSError or `imaplib.IMAP4.error`, with the server's words.
    """

    def __init__(self, address: str) -> None:
        """`address`: imaps://user:password@host:port/FOLDER."""
        self._server = server = _connect(address)
        # Asked anew: what imaplib remembers was said before signing in, when servers say less.
        self._abilities = _ask(*server.capability())[-1].decode("ascii", "replace").upper().split()
        prefix = b""
        if "NAMESPACE" in self._abilities:
            found = _PREFIX.search(_ask(*server.namespace())[0])
            prefix = found[1] if found else b""
        self._processed = f'"{prefix.decode("ascii", "replace")}{PROCESSED}"'

    def waiting(self, limit: int) -> list[bytes]:
        """The oldest mails that nobody has dealt with."""
        said: bytes = _ask(*self._server.uid("SEARCH", "UNFLAGGED UNDELETED"))[0]
        return said.split()[:limit]

    def read(self, uid: bytes) -> bytes:
        """As much of it as is looked at; empty if it is gone."""
        said = self._server.uid("FETCH", uid.decode(), f"(BODY.PEEK[]<0.{LIMIT}>)")
        parts = (part[1] for part in _ask(*said) if isinstance(part, tuple))
        return next(parts, b"")

    def put_away(self, uid: bytes) -> None:
        if "MOVE" in self._abilities:
            self._into_folder("MOVE", uid)
            return
        self._into_folder("COPY", uid)
        _ask(*self._server.uid("STORE", uid.decode(), "+FLAGS.SILENT", r"(\Deleted)"))
        if "UIDPLUS" in self._abilities:  # else it would expunge other people's, too
            _ask(*self._server.uid("EXPUNGE", uid.decode()))

    def leave_for_people(self, uid: bytes) -> None:
        _ask(*self._server.uid("STORE", uid.decode(), "+FLAGS.SILENT", _FOR_PEOPLE))

    def close(self) -> None:
        with suppress(imaplib.IMAP4.error, OSError):
            self._server.logout()

    def _into_folder(self, verb: str, uid: bytes) -> None:
        status, said = self._server.uid(verb, uid.decode(), self._processed)
        if status == "NO":  # the first time the folder is not there
            self._server.create(self._processed)
            status, said = self._server.uid(verb, uid.decode(), self._processed)
        _ask(status, said)


def _connect(address: str) -> imaplib.IMAP4:
    url = urlsplit(address)
    host = url.hostname or ""
    if url.scheme == "imaps":
        context = ssl.create_default_context()
        server: imaplib.IMAP4 = imaplib.IMAP4_SSL(
            host, url.port or _TLS_PORT, ssl_context=context, timeout=_PATIENCE
        )
    else:
        server = imaplib.IMAP4(host, url.port or _PORT, timeout=_PATIENCE)
    try:
        server.login(unquote(url.username or ""), unquote(url.password or ""))
        _ask(*server.select(f'"{unquote(url.path.strip("/")) or "INBOX"}"'))
    except BaseException:
        server.shutdown()
        raise
    return server


def _ask(status: str, said: list[Any]) -> list[Any]:
    """What the server said to a command that it carried out: bytes, or pairs with a literal."""
    if status != "OK":
        words = b" ".join(part for part in said if isinstance(part, bytes))
        raise imaplib.IMAP4.error(words.decode("utf-8", "replace"))
    return [part or b"" for part in said] or [b""]
