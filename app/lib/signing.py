"""Signed values in links and cookies: itsdangerous, with its traps closed in one place."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from hmac import compare_digest

from itsdangerous import BadSignature, Signer

_FORM = re.compile(r"[A-Za-z0-9_-]{2,200}\.[A-Za-z0-9_-]{43}")


class Forged(ValueError):
    """This was not signed here, or not for this purpose, or it was altered."""


class Signing:
    """Signs bytes for one purpose. `keys`, oldest to newest: the newest signs, all verify."""

    def __init__(self, keys: Sequence[str], purpose: str) -> None:
        self._signers = [
            Signer(key, salt=f"pikir.{purpose}", digest_method=sha256, key_derivation="hmac")
            for key in keys
        ]

    def sign(self, payload: bytes) -> str:
        """URL-safe text: the payload, a dot, 43 characters of HMAC-SHA256."""
        return self._signers[-1].sign(_encode(payload)).decode()

    def read(self, token: str) -> bytes:
        """The payload, or Forged. Age is never judged here: clocks differ, closing dates decide."""
        if _FORM.fullmatch(token) is None:
            raise Forged
        for signer in reversed(self._signers):
            try:
                encoded = signer.unsign(token.encode())
            except BadSignature:
                continue
            # base64 has spare bits: without this, four last characters would all be accepted.
            if not compare_digest(signer.sign(encoded), token.encode()):
                raise Forged
            return _decode(encoded)
        raise Forged


def _encode(payload: bytes) -> bytes:
    return urlsafe_b64encode(payload).rstrip(b"=")


def _decode(encoded: bytes) -> bytes:
    payload = urlsafe_b64decode(encoded + b"=" * (-len(encoded) % 4))
    if _encode(payload) != encoded:
        raise Forged
    return payload
