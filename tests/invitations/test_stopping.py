"""Asking for no more letters: unforgeable, repeatable, and only when it is meant."""

import pytest

from app.invitations.stopping import Stopping
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.signing import Forged
from app.mail.suppressing import suppressed_among
from tests.making.invitations import SECRETS, make_inviter

PRINT = b"p" * 32


async def test_acting_twice_suppresses_once_and_looking_never(people: Database) -> None:
    stopping = Stopping(SECRETS)
    token = stopping.token(PRINT)
    async with people.transaction() as session:
        assert stopping.read(token) == PRINT
        assert await suppressed_among(session, [PRINT]) == set()
        await stopping.act(session, token)
        await stopping.act(session, token)
        assert await suppressed_among(session, [PRINT, b"other"]) == {PRINT}


async def test_a_ticket_or_an_altered_token_stops_nothing(
    people: Database, keys: KeyFolder
) -> None:
    stopping = Stopping(SECRETS)
    ticket = make_inviter(keys).tickets.issue("0123456789ab", 1)
    async with people.transaction() as session:
        for forged in (ticket, stopping.token(PRINT) + "A", "x"):
            with pytest.raises(Forged):
                await stopping.act(session, forged)
