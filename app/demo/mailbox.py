"""Everybody's mailbox: the letters that the demo's mail server has taken, in a file of its own."""

import sqlite3
import zlib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path

PER_PAGE = 50

_TABLE = """
    CREATE TABLE IF NOT EXISTS letter (
        id INTEGER PRIMARY KEY, at REAL NOT NULL, recipient TEXT NOT NULL, content BLOB NOT NULL
    )
"""
_MATCHING = "FROM letter WHERE recipient LIKE ? ESCAPE '!'"


@dataclass(frozen=True)
class Received:
    """A letter as it came; `content` is what was said between DATA and the final dot."""

    id: int
    at: datetime
    recipient: str
    content: bytes

    @property
    def headers(self) -> list[tuple[str, str]]:
        """In their order, in plain letters."""
        # By the old rules of `email`: the new ones put blanks between the parts of long names.
        found = message_from_bytes(self.content).items()
        return [(name, str(make_header(decode_header(value)))) for name, value in found]

    def header(self, name: str) -> str:
        return dict(self.headers)[name]

    def part(self, subtype: str) -> str:
        """The words of the part `plain` or `html`; empty if the letter has none."""
        for part in message_from_bytes(self.content).walk():
            if part.get_content_type() == f"text/{subtype}":
                content = part.get_payload(decode=True)
                return content.decode() if isinstance(content, bytes) else ""
        return ""

    @property
    def html(self) -> str:
        """The HTML part with its pictures inside, as mail programs show it."""
        html = self.part("html")
        for part in message_from_bytes(self.content).walk():
            content = part.get_payload(decode=True)
            if part.get_content_maintype() == "image" and isinstance(content, bytes):
                data, name = b64encode(content).decode(), str(part["Content-ID"]).strip("<>")
                html = html.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{data}")
        return html


class Mailbox:
    """For one thread. A power cut may cost letters: it stands beside the program, not in it."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, isolation_level=None)
        for statement in ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = OFF", _TABLE):
            self._connection.execute(statement).close()

    def close(self) -> None:
        self._connection.close()

    def keep(self, recipient: str, content: bytes, at: datetime) -> None:
        self._connection.execute(
            "INSERT INTO letter (at, recipient, content) VALUES (?, ?, ?)",
            (at.timestamp(), recipient, zlib.compress(content, 1)),
        ).close()

    def count(self, search: str = "") -> int:
        """Letters to addresses that hold these letters."""
        return int(self._read(f"SELECT count(*) {_MATCHING}", (_like(search),))[0][0])

    def page(self, number: int, search: str = "") -> list[Received]:
        """The newest first; pages are counted from 1."""
        query = f"SELECT id, at, recipient, content {_MATCHING} ORDER BY id DESC LIMIT ? OFFSET ?"
        return self._letters(query, (_like(search), PER_PAGE, (number - 1) * PER_PAGE))

    def letter(self, identity: int) -> Received | None:
        query = "SELECT id, at, recipient, content FROM letter WHERE id = ?"
        return next(iter(self._letters(query, (identity,))), None)

    def first_to(self, recipient: str) -> Received | None:
        query = "SELECT id, at, recipient, content FROM letter WHERE recipient = ? ORDER BY id"
        return next(iter(self._letters(f"{query} LIMIT 1", (recipient,))), None)

    def after(self, identity: int) -> Iterator[Received]:
        """What came after the letter of that number, the oldest first."""
        query = "SELECT id, at, recipient, content FROM letter WHERE id > ? ORDER BY id"
        with closing(self._connection.execute(query, (identity,))) as rows:
            yield from map(_received, rows)

    def _letters(self, query: str, values: tuple[object, ...]) -> list[Received]:
        return [_received(row) for row in self._read(query, values)]

    def _read(self, query: str, values: tuple[object, ...]) -> list[tuple[int, float, str, bytes]]:
        with closing(self._connection.execute(query, values)) as rows:
            return rows.fetchall()


def _received(row: tuple[int, float, str, bytes]) -> Received:
    identity, at, recipient, content = row
    return Received(identity, datetime.fromtimestamp(at, UTC), recipient, zlib.decompress(content))


def _like(search: str) -> str:
    for sign in "!%_":
        search = search.replace(sign, f"!{sign}")
    return f"%{search.strip()}%"
