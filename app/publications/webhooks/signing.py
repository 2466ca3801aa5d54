"""Secrets and signatures, after the Standard Webhooks specification (standardwebhooks.com)."""

import hmac
import secrets
from base64 import b64decode, b64encode
from hashlib import sha256

from app.lib.safekeeping import Safe

PREFIX = "whsec_"


class Vault(Safe):
    """Of the webhooks' secrets."""

    def __init__(self, pepper: bytes) -> None:
        super().__init__(pepper, b"secrets of webhooks")


def new_secret() -> str:
    return PREFIX + b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """HMAC-SHA256 over id, timestamp and body, joined by dots."""
    key = b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    return "v1," + b64encode(hmac.digest(key, signed, sha256)).decode()
