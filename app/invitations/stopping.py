"""How to ask for no more letters: a link that knows a fingerprint, not an address."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.signing import Signing
from app.mail.suppressing import suppress


class Stopping:
    """`keys` sign, oldest to newest. A link works as long as its key is among them, also after the
    address is erased.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._signing = Signing(keys, "unsubscribe")

    def token(self, to_print: bytes) -> str:
        return self._signing.sign(to_print)

    def read(self, token: str) -> bytes:
        """The fingerprint, or Forged. Looking changes nothing: mail scanners open links."""
        return self._signing.read(token)

    async def act(self, session: AsyncSession, token: str) -> None:
        """On POST only (RFC 8058). Raises Forged; a second time changes nothing."""
        await suppress(session, self.read(token), "unsubscribed")
