"""The outbox: letters wait here, encrypted, posted in the transaction of what causes them."""

import json
import secrets
import zlib
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from nacl.exceptions import CryptoError
from nacl.secret import Aead
from sqlalchemy import case, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib import clock
from app.lib.keyfolder import KeyFolder, Lost
from app.mail import states
from app.mail.composing import Draft
from app.mail.message import Marks
from app.mail.naming import Names
from app.mail.tables import Letter

_KEYS = "letters-"
# Over the 72 hours of retrying, the seven days to the reminder and a long holiday in between.
_KEY_LIVES = timedelta(days=31)


class Erased(LookupError):
    """The letter's payload, or the key of its week, is gone."""


class Outbox:
    """`domain` is the installation's own: it stands in Message-IDs and return paths."""

    def __init__(self, keys: KeyFolder, pepper: bytes, domain: str) -> None:
        self._keys = keys
        self.names = Names(pepper)
        self.domain = domain
        self.receipts = keys.beside("receipts")

    def post(
        self,
        session: AsyncSession,
        draft: Draft,
        due_at: datetime,
        *,
        to_print: bytes,
        kept: bool = False,
        purpose: str | None = None,
    ) -> Letter:
        """Goes out after the transaction commits and `due_at` has come. A `kept` payload is
        erased by whoever asked for it (`erase`); any other one as soon as the outcome is known.
        With a `purpose` it is the only letter that may ever be posted for it.
        """
        letter = Letter(
            id=self.names.id_of(purpose) if purpose else uuid4(),
            kind=draft.kind,
            about=draft.about,
            to_print=to_print,
            stoppable=draft.list_unsubscribe is not None,
            payload=None,
            payload_key=_week(clock.now()),
            kept=kept,
            due_at=due_at,
        )
        letter.payload = self._seal(letter, draft)
        session.add(letter)
        return letter

    def open(self, letter: Letter) -> Draft:
        """Raises Erased."""
        if letter.payload is None:
            raise Erased(letter.id)
        try:
            box = Aead(self._keys.read(letter.payload_key))
            content = json.loads(zlib.decompress(box.decrypt(letter.payload, letter.id.bytes)))
        except (Lost, CryptoError) as error:
            raise Erased(letter.id) from error
        about = content.pop("about")
        return Draft(**content, about=UUID(about) if about else None)

    def marks(self, letter: Letter) -> Marks:
        """The same at every attempt: a receiver can drop a repeat, a bounce finds its letter."""
        name = self.names.of(letter.id)
        return Marks(f"<{name}@{self.domain}>", f"bounce+{name}@{self.domain}")

    def destroy_old_keys(self, now: datetime) -> list[str]:
        """After this the letters of those weeks are unreadable, in every backup too."""
        old = [name for name in self._keys.names(_KEYS) if name < oldest_key(now)]
        for name in old:
            self._keys.destroy(name)
        return old

    def _seal(self, letter: Letter, draft: Draft) -> bytes:
        content = asdict(draft) | {"about": draft.about.hex if draft.about else None}
        written = json.dumps(content, ensure_ascii=False)
        # Compressed: a third of the bytes for the database, its log and its backups to carry.
        plain = zlib.compress(written.encode("utf-8", "surrogatepass"), level=1)
        key = self._week_key(letter.payload_key)
        # Bound to its letter: payloads cannot be exchanged. No clear time inside, unlike Fernet.
        return bytes(Aead(key).encrypt(plain, letter.id.bytes))

    def _week_key(self, name: str) -> bytes:
        try:
            return self._keys.read(name)
        except Lost:
            return self._keys.create_once(name, secrets.token_bytes(Aead.KEY_SIZE))


def oldest_key(now: datetime) -> str:
    """Of the week whose letters may still be read."""
    return _week(now - _KEY_LIVES)


async def erase(session: AsyncSession, letters: Collection[UUID]) -> None:
    """The payloads of kept letters that nothing repeats any more: now, or once they are sent."""
    settled = col(Letter.state).in_(states.DEFINITE)
    await session.exec(
        update(Letter)
        .where(col(Letter.id).in_(letters))
        .values(payload=case((settled, None), else_=col(Letter.payload)), kept=False)
        .execution_options(synchronize_session=False)
    )


async def withdraw(session: AsyncSession, about: UUID, kind: str) -> None:
    """Letters of that kind that wait do not go out; one that a worker has taken already may."""
    waits = col(Letter.state).in_((states.QUEUED, states.DEFERRED))
    await session.exec(
        update(Letter)
        .where(col(Letter.about) == about, col(Letter.kind) == kind, waits)
        .values(state=states.SUPPRESSED, payload=None, kept=False)
        .execution_options(synchronize_session=False)
    )


def _week(moment: datetime) -> str:
    year, week, _ = moment.isocalendar()
    return f"{_KEYS}{year}-W{week:02}"
