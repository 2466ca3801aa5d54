"""Which source text a translation was made from: known by a digest of its words."""

from hashlib import sha256
from unicodedata import normalize


def digest(text: str) -> str:
    """Sixteen hexadecimal digits of a SHA-256: equal for texts that differ only in how they are
    typed (spaces, line breaks, composed letters).
    """
    return sha256(tidied(text).encode()).hexdigest()[:16]


def tidied(text: str) -> str:
    """On one line, as a reader sees it: NFC, one space between words."""
    return " ".join(normalize("NFC", text).split())
