"""How to ask for no more letters: a link that knows a fingerprint, not an address."""

from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.signing import Signing
from app.mail.suppressing import suppress


class Stopping:
    """Keyed by the pepper, which never changes: the right to be left alone outlives every signing
    key, and the address.
    """

    def __init__(self, pepper: bytes) -> None:
        self._signing = Signing([pepper.hex()], "unsubscribe")

    def token(self, to_print: bytes) -> str:
        return self._signing.sign(to_print)

    def read(self, token: str) -> bytes:
        """The fingerprint, or Forged. Looking changes nothing: mail scanners open links."""
        return self._signing.read(token)

    async def act(self, session: AsyncSession, token: str) -> None:
        """On POST only (RFC 8058). Raises Forged; a second time changes nothing."""
        await suppress(session, self.read(token), "unsubscribed")
