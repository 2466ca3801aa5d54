"""Asking for no more letters: unforgeable, repeatable, and only when it is meant."""

from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from app.invitations.stopping import Stopping
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.signing import Forged
from app.mail.suppressing import suppressed_among
from app.parts import Parts
from tests.installation import make_settings
from tests.making.invitations import PEPPER, make_inviter

PRINT = b"p" * 32


async def test_acting_twice_suppresses_once_and_looking_never(people: Database) -> None:
    stopping = Stopping(PEPPER)
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
    stopping = Stopping(PEPPER)
    ticket = make_inviter(keys).tickets.issue("0123456789ab", 1)
    async with people.transaction() as session:
        for forged in (ticket, stopping.token(PRINT) + "A", "x"):
            with pytest.raises(Forged):
                await stopping.act(session, forged)


def test_both_small_links_of_a_letter_outlive_every_signing_key(tmp_path: Path) -> None:
    before = make_settings("sqlite:///people", "sqlite:///ballots", tmp_path, "smtp://localhost")
    after = replace(before, secret_keys=("another signing key for tests " * 2,))
    sent, now, inspection = Parts(before), Parts(after), uuid4()
    assert now.stopping.read(sent.stopping.token(PRINT)) == PRINT
    assert now.denying.read(sent.denying.token(inspection)) == inspection
    with pytest.raises(Forged):
        now.tickets.read(sent.tickets.issue("0123456789ab", 1))
