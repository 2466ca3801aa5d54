"""Sealed envelopes: anybody with the public key closes one, only the private key opens it."""

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

# Everything is padded to this size: the longest remark fits, so all envelopes look alike.
BLOCK = 8192


class Broken(ValueError):
    """This was not sealed for this key, or it was altered."""


def new_private_key() -> bytes:
    return bytes(PrivateKey.generate())


def public_key(private_key: bytes) -> bytes:
    return bytes(PrivateKey(private_key).public_key)


def seal(public: bytes, content: bytes) -> bytes:
    """libsodium's sealed box over the padded content: a fresh key each time, no time inside."""
    return bytes(SealedBox(PublicKey(public)).encrypt(_pad(content)))


def unseal(private_key: bytes, sealed: bytes) -> bytes:
    try:
        return _unpad(SealedBox(PrivateKey(private_key)).decrypt(sealed))
    except CryptoError as error:
        raise Broken from error


def _pad(content: bytes) -> bytes:
    # ISO/IEC 7816-4: one marking byte, then only zeros, so the last mark is always ours.
    return content + b"\x80" + bytes(-(len(content) + 1) % BLOCK)


def _unpad(padded: bytes) -> bytes:
    return padded[: padded.rindex(b"\x80")]
