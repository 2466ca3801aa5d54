"""What is heard in a call says whether the record is right, and shows nobody its address."""

from datetime import date
from uuid import UUID

import pytest
from scipy.stats import binomtest

from app.invitations.calls.counting import highest, tally
from app.invitations.calls.hearing import hear
from app.invitations.calls.tables import Call
from app.lib.errors import Invalid
from app.registry.tables import Inspection
from tests.making.registry import ADDRESSES

TODAY = date(2026, 10, 5)
WITH, WITHOUT = ADDRESSES.print("firm@mail.kg"), None


def a_call() -> Call:
    return Call(list_id=UUID(int=1), number=1, inspection_id=UUID(int=2))


def heard(on_record: bytes | None, **entered: str) -> Call:
    call = a_call()
    inspection = Inspection.model_construct(email_print=on_record)
    hear(ADDRESSES, call, inspection, entered, UUID(int=3), TODAY)
    return call


@pytest.mark.parametrize(
    ("on_record", "gave", "email", "address"),
    [
        (WITH, "yes", " Firm@MAIL.kg", "right"),
        (WITH, "yes", "other@mail.kg", "wrong"),
        (WITH, "no", "", "wrong"),
        (WITH, "unsaid", "", "unsaid"),
        (WITHOUT, "yes", "", "left-out"),
        (WITHOUT, "no", "", "right"),
    ],
)
def test_what_they_say_is_held_against_the_record(
    on_record: bytes | None, gave: str, email: str, address: str
) -> None:
    call = heard(on_record, heard="inspected", gave=gave, email=email)
    assert (call.heard, call.address, call.heard_on) == ("inspected", address, TODAY)


@pytest.mark.parametrize("result", ["not-reached", "refused", "never-inspected"])
def test_without_an_inspection_nothing_is_said_of_an_address(result: str) -> None:
    call = heard(WITH, heard=result, gave="yes", email="firm@mail.kg")
    assert (call.heard, call.address) == (result, None)


@pytest.mark.parametrize(
    ("entered", "field"),
    [
        ({}, "heard"),
        ({"heard": "answered the questionnaire"}, "heard"),
        ({"heard": "inspected"}, "gave"),
        ({"heard": "inspected", "gave": "yes", "email": "firm at mail"}, "email"),
    ],
)
def test_what_cannot_be_read_is_asked_for_again(entered: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as invalid:
        heard(WITH, **entered)
    assert list(invalid.value.errors) == [field]


def test_the_calls_are_counted_with_what_they_say_of_all_acts() -> None:
    right = heard(WITHOUT, heard="inspected", gave="no")
    left_out = heard(WITHOUT, heard="inspected", gave="yes")
    calls = [*[right] * 50, left_out, heard(WITH, heard="never-inspected")]
    calls += [
        heard(WITH, heard="not-reached"),
        heard(WITH, heard="inspected", gave="unsaid"),
        a_call(),
    ]
    found = tally(calls)
    assert (found.calls, found.heard, found.settled, found.against) == (55, 54, 52, 2)
    both = binomtest(2, 52).proportion_ci(confidence_level=0.90, method="exact")
    assert (found.at_least, found.at_most) == pytest.approx((both.low, both.high))


def test_fifty_nine_calls_without_a_fault_leave_room_for_five_in_a_hundred() -> None:
    assert highest(0, 59) == pytest.approx(1 - 0.05 ** (1 / 59))
    assert highest(0, 59) < 0.05 < highest(0, 58)
    assert highest(3, 3) == highest(0, 0) == 1.0
