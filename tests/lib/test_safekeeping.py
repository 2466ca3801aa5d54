"""What is put away opens to the same installation, purpose and owner only."""

from uuid import UUID, uuid4

import pytest

from app.lib.safekeeping import NotOurs, Safe

PEPPER, PURPOSE, OWNER = b"pepper" * 6, b"tests", uuid4()


def test_a_secret_comes_back_and_looks_different_each_time() -> None:
    safe = Safe(PEPPER, PURPOSE)
    one, other = safe.put_away("four horses", OWNER), safe.put_away("four horses", OWNER)
    assert one != other
    assert b"horses" not in one
    assert safe.open(one, OWNER) == safe.open(other, OWNER) == "four horses"


@pytest.mark.parametrize(
    ("pepper", "purpose", "owner"),
    [
        (b"another pepper" * 3, PURPOSE, OWNER),
        (PEPPER, b"something else", OWNER),
        (PEPPER, PURPOSE, uuid4()),
    ],
)
def test_it_opens_to_nobody_else(pepper: bytes, purpose: bytes, owner: UUID) -> None:
    kept = Safe(PEPPER, PURPOSE).put_away("four horses", OWNER)
    with pytest.raises(NotOurs):
        Safe(pepper, purpose).open(kept, owner)


@pytest.mark.parametrize("kept", [b"", b"x", b"\x00" * 100])
def test_anything_else_does_not_open(kept: bytes) -> None:
    with pytest.raises(NotOurs):
        Safe(PEPPER, PURPOSE).open(kept, OWNER)
