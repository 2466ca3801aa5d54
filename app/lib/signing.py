"""Signed values in links and cookies: itsdangerous, with its traps closed in one place."""

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256

from itsdangerous import BadSignature, Signer

from app.lib.errors import NotFound

# base64 writes 32 bytes with two bits to spare, which every reader ignores: where they are not 0,
# one of four last characters that all read alike, the token was altered.
_FORM = re.compile(r"[A-Za-z0-9_-]{2,200}\.[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")


class Forged(NotFound):
    """This was not signed here, or not for this purpose, or it was altered."""


class Signing:
    """Signs bytes for one purpose. `keys`, oldest to newest: the newest signs, all verify."""

    def __init__(self, keys: Sequence[str], purpose: str) -> None:
        derived = [hmac.digest(key.encode(), f"pikir.{purpose}".encode(), sha256) for key in keys]
        self._signer = Signer(derived, digest_method=sha256, key_derivation="none")

    def sign(self, payload: bytes) -> str:
        """URL-safe text: the payload, a dot, 43 characters of HMAC-SHA256."""
        return self._signer.sign(urlsafe_b64encode(payload).rstrip(b"=")).decode()

    def read(self, token: str) -> bytes:
        """The payload, or Forged. Age is never judged here: clocks differ, closing dates decide."""
        if _FORM.fullmatch(token) is None:
            raise Forged
        try:
            encoded = self._signer.unsign(token)
        except BadSignature as error:
            raise Forged from error
        return urlsafe_b64decode(encoded + b"=" * (-len(encoded) % 4))
