"""The signed value in an invitation's link. There is no row of it until it is used."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from app.lib.signing import Forged, Signing

_RANDOM, _BOX, _GROUP = 16, 6, 2  # bytes of the payload's parts


@dataclass(frozen=True)
class Ticket:
    """`box_id` is 12 hex digits. Nothing in here leads to an inspection or a person."""

    random: bytes
    box_id: str
    group_number: int


class Tickets:
    """`keys` sign, oldest to newest: the newest issues, all of them read."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._signing = Signing(keys, "ticket")

    def issue(self, box_id: str, group_number: int) -> str:
        """A new ticket as 76 URL-safe characters: short enough for one line of a letter."""
        group = group_number.to_bytes(_GROUP)
        return self._signing.sign(secrets.token_bytes(_RANDOM) + bytes.fromhex(box_id) + group)

    def read(self, token: str) -> Ticket:
        """The ticket, or Forged."""
        payload = self._signing.read(token)
        if len(payload) != _RANDOM + _BOX + _GROUP:
            raise Forged
        return Ticket(
            random=payload[:_RANDOM],
            box_id=payload[_RANDOM:-_GROUP].hex(),
            group_number=int.from_bytes(payload[-_GROUP:]),
        )
