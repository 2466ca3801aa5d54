"""A letter's signed name survives what mail servers do to addresses; a forged one is nothing."""

import secrets
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mail.naming import Names

NAMES = Names(b"pepper" * 6)
LETTER = UUID("0d9f6c1e-6f0b-4a58-9d6a-1f2e3d4c5b6a")
NAME = NAMES.of(LETTER)


@pytest.mark.parametrize(
    "address",
    [
        f"bounce+{NAME}@pikir.example",
        f"BOUNCE+{NAME.upper()}@PIKIR.EXAMPLE",
        f"<bounce=2B{NAME}=40pikir.example@relay.example>",
        f"bounce-{NAME.replace('.', '-')}@pikir.example",
        f"bounce+{NAME.replace('.', '=2E')}@pikir.example",
        f"SRS0=k3Hd=7A=pikir.example=bounce+{NAME}@forwarder.example",
        f"prvs=0123456789=bounce+{NAME}@pikir.example",
        f"btv1==0123456789a==bounce+{NAME}@pikir.example",
    ],
)
def test_a_name_is_read_however_the_address_was_rewritten(address: str) -> None:
    assert list(NAMES.read(address)) == [LETTER]


def test_a_return_path_fits_into_an_address() -> None:
    assert len(f"bounce+{NAME}") <= 64
    assert NAME.lower() == NAME


def test_no_forged_name_is_taken() -> None:
    forged = (f"bounce+{uuid4().hex}.{secrets.token_hex(8)}@pikir.example" for _ in range(10_000))
    assert list(NAMES.read("\n".join(forged))) == []


@given(st.integers(0, len(NAME) - 1), st.sampled_from("0123456789abcdef"))
def test_a_name_with_one_other_digit_is_forged(position: int, digit: str) -> None:
    altered = NAME[:position] + digit + NAME[position + 1 :]
    assert list(NAMES.read(altered)) == ([LETTER] if altered == NAME else [])


def test_a_name_signed_with_another_pepper_is_forged() -> None:
    assert list(NAMES.read(Names(b"salt" * 9).of(LETTER))) == []
