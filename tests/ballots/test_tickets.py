"""The signed value in a link."""

import pytest

from app.ballots.tickets import Tickets
from app.lib.signing import Forged, Signing

KEY = "k" * 32
BOX = "0123456789ab"


def test_a_ticket_says_its_box_and_group_and_nothing_else() -> None:
    token = Tickets([KEY]).issue(BOX, 300)
    ticket = Tickets([KEY]).read(token)
    assert (ticket.box_id, ticket.group_number, len(ticket.random)) == (BOX, 300, 16)
    assert len(token) == 76


def test_no_two_tickets_are_alike() -> None:
    tickets = Tickets([KEY])
    assert len({tickets.issue(BOX, 1) for _ in range(1000)}) == 1000


def test_a_ticket_of_an_older_key_is_read_and_one_of_a_dropped_key_is_not() -> None:
    token = Tickets([KEY]).issue(BOX, 1)
    assert Tickets([KEY, "n" * 32]).read(token).box_id == BOX
    with pytest.raises(Forged):
        Tickets(["n" * 32]).read(token)


def test_what_was_signed_for_another_purpose_is_no_ticket() -> None:
    with pytest.raises(Forged):
        Tickets([KEY]).read(Signing([KEY], "unsubscribe").sign(bytes(24)))


def test_a_payload_of_another_length_is_no_ticket() -> None:
    with pytest.raises(Forged):
        Tickets([KEY]).read(Signing([KEY], "ticket").sign(bytes(23)))


@pytest.mark.parametrize("position", range(76))
def test_a_ticket_with_an_altered_character_is_forged(position: int) -> None:
    token = Tickets([KEY]).issue(BOX, 1)
    other = "A" if token[position] != "A" else "B"
    with pytest.raises(Forged):
        Tickets([KEY]).read(token[:position] + other + token[position + 1 :])
