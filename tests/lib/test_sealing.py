"""Sealed envelopes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lib import sealing


@given(st.binary(max_size=9000))
def test_only_what_was_sealed_comes_out(content: bytes) -> None:
    private = sealing.new_private_key()
    sealed = sealing.seal(sealing.public_key(private), content)
    assert sealing.unseal(private, sealed) == content


def test_a_short_and_a_long_answer_look_alike() -> None:
    public = sealing.public_key(sealing.new_private_key())
    longest = "ү".encode() * 2000
    assert len(sealing.seal(public, b"{}")) == len(sealing.seal(public, longest))


def test_another_key_opens_nothing() -> None:
    sealed = sealing.seal(sealing.public_key(sealing.new_private_key()), b"secret")
    with pytest.raises(sealing.Broken):
        sealing.unseal(sealing.new_private_key(), sealed)


@pytest.mark.parametrize("sealed", [b"", b"short", bytes(8240)])
def test_anything_else_is_broken(sealed: bytes) -> None:
    with pytest.raises(sealing.Broken):
        sealing.unseal(sealing.new_private_key(), sealed)
