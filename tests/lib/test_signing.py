"""Signed values: nothing but what was signed, for this purpose, with a key in force, is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lib.signing import Forged, Signing

OLD, NEW = "old key " * 5, "new key " * 5
SIGNING = Signing([OLD, NEW], "ticket")


@given(st.binary(min_size=2, max_size=60))
def test_what_was_signed_is_read_back(payload: bytes) -> None:
    assert SIGNING.read(SIGNING.sign(payload)) == payload


def test_every_altered_sign_is_refused() -> None:
    token = SIGNING.sign(b"sixteen bytes ok")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.="
    for place in range(len(token)):
        for sign in alphabet:
            altered = token[:place] + sign + token[place + 1 :]
            if altered != token:
                with pytest.raises(Forged):
                    SIGNING.read(altered)


@given(st.text())
def test_no_text_at_all_does_harm(text: str) -> None:
    with pytest.raises(Forged):
        SIGNING.read(text)


@pytest.mark.parametrize("junk", ["=", "==", "\n", " ", "ы", "\udc80", "\x00"])
def test_nothing_may_be_added(junk: str) -> None:
    with pytest.raises(Forged):
        SIGNING.read(SIGNING.sign(b"payload") + junk)


def test_a_value_for_another_purpose_is_refused() -> None:
    with pytest.raises(Forged):
        SIGNING.read(Signing([OLD, NEW], "unsubscribe").sign(b"payload"))


def test_an_older_key_still_reads_and_the_newest_signs() -> None:
    assert SIGNING.read(Signing([OLD], "ticket").sign(b"payload")) == b"payload"
    assert Signing([NEW], "ticket").read(SIGNING.sign(b"payload")) == b"payload"


def test_a_key_that_was_taken_out_reads_nothing() -> None:
    with pytest.raises(Forged):
        Signing([NEW], "ticket").read(Signing([OLD], "ticket").sign(b"payload"))
