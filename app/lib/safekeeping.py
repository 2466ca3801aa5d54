"""Secrets that the program itself has to read again, such as those that it signs with.

Each purpose has a key of its own, which follows from the pepper. That never changes, and stands in
neither database nor backup: they do not open to whoever has only these.
"""

import hmac
from hashlib import sha256
from uuid import UUID

from nacl.exceptions import CryptoError
from nacl.secret import Aead


class NotOurs(ValueError):
    """It was not put away here, or not for this owner."""


class Safe:
    def __init__(self, pepper: bytes, purpose: bytes) -> None:
        self._box = Aead(hmac.digest(pepper, purpose, sha256))

    def put_away(self, secret: str, owner: UUID) -> bytes:
        """Bound to its owner: in another one's row it does not open."""
        return bytes(self._box.encrypt(secret.encode(), owner.bytes))

    def open(self, kept: bytes, owner: UUID) -> str:
        try:
            return self._box.decrypt(kept, owner.bytes).decode()
        except (CryptoError, ValueError) as error:
            raise NotOurs from error
