"""Secrets and signatures, after the Standard Webhooks specification (standardwebhooks.com)."""

import hmac
import secrets
from base64 import b64decode, b64encode, urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet

PREFIX = "whsec_"


class Vault:
    """Secrets at rest: encrypted with a key that follows from the pepper, so it never rotates."""

    def __init__(self, pepper: bytes) -> None:
        key = hmac.digest(pepper, b"secrets of webhooks", sha256)
        self._cipher = Fernet(urlsafe_b64encode(key))

    def seal(self, secret: str) -> bytes:
        return self._cipher.encrypt(secret.encode())

    def open(self, sealed: bytes) -> str:
        return self._cipher.decrypt(sealed).decode()


def new_secret() -> str:
    return PREFIX + b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """HMAC-SHA256 over id, timestamp and body, joined by dots."""
    key = b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + b64encode(hmac.digest(key, signed, sha256)).decode()
