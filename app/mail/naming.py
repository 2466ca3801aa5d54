"""The signed name of a letter: it stands in its return path and in its Message-ID."""

import hmac
import re
from collections.abc import Iterator
from hashlib import sha256
from uuid import UUID

# Servers change case, write "+" and "=" in other ways, and put words around it: none of that
# touches hexadecimal digits. The dot arrives as another sign at some.
_NAME = re.compile(r"([0-9a-f]{32})(?:[.=_-]|=2e|%2e)([0-9a-f]{16})(?![0-9a-f])")


class Names:
    """Keyed by the pepper, which never changes: a bounce may come late, after the signing keys
    were changed, and a letter that is sent again keeps its Message-ID.
    """

    def __init__(self, pepper: bytes) -> None:
        self._pepper = pepper

    def of(self, letter_id: UUID) -> str:
        """49 characters, the same at every attempt: lower case, digits and one dot."""
        return f"{letter_id.hex}.{self._signature(letter_id)}"

    def read(self, text: str) -> Iterator[UUID]:
        """The letters named anywhere in a text, as often as they are; forged names are left out."""
        for found in _NAME.finditer(text.lower()):
            letter_id = UUID(hex=found[1])
            if hmac.compare_digest(self._signature(letter_id), found[2]):
                yield letter_id

    def id_of(self, purpose: str) -> UUID:
        """Of the one letter there will ever be for this purpose, also where the database has
        forgotten it since: after a restore it is known by this that it went out.
        """
        whole = hmac.new(self._pepper, b"purpose:" + purpose.encode(), sha256).digest()
        return UUID(bytes=whole[:16])

    def _signature(self, letter_id: UUID) -> str:
        return hmac.new(self._pepper, b"letter:" + letter_id.bytes, sha256).hexdigest()[:16]
