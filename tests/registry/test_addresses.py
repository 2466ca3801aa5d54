"""Addresses: what they are, that they are kept encrypted, and when they look odd."""

import pytest
from cryptography.fernet import Fernet, InvalidToken
from email_validator import validate_email
from hypothesis import given
from hypothesis import strategies as st

from app.registry.addresses import Addresses, canonical, clean, likely_meant
from tests.making.registry import ADDRESSES

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()
WORDS = st.from_regex(r"[A-Za-z0-9]{1,8}([._+-][A-Za-z0-9]{1,8})?", fullmatch=True)
OFFICES = st.sampled_from(["Info", "SALES", "postmaster"])  # their case is not kept
PLAIN = st.builds(
    "{}@{}.{}".format,
    WORDS | OFFICES,
    WORDS,
    st.sampled_from(["kg", "KZ", "ru", "com", "example", "test", "tests"]),
)


@given(PLAIN)
def test_the_quick_reading_agrees_with_the_full_one(address: str) -> None:
    try:
        expected = validate_email(address, check_deliverability=False).normalized
    except ValueError:
        expected = None
    try:
        assert clean(address) == expected
    except ValueError:
        assert expected is None


@given(PLAIN)
def test_case_and_blanks_make_no_other_mailbox(address: str) -> None:
    assert canonical(address) == canonical(f" {address.upper()}\n") == canonical(canonical(address))


@given(PLAIN, PLAIN)
def test_different_mailboxes_have_different_prints(one: str, other: str) -> None:
    are_one = one.lower() == other.lower()
    assert (ADDRESSES.print(one) == ADDRESSES.print(other)) == are_one


def test_a_domain_is_one_in_both_its_spellings() -> None:
    assert canonical("info@нур.kg") == canonical("INFO@xn--m1agi.kg")
    assert canonical("иван@мейл.рф") == canonical("и" + "ван@МЕЙЛ.рф")
    assert canonical("й@mail.kg") == canonical("и\u0306@mail.kg")


def test_dots_and_plus_words_are_not_merged() -> None:
    assert len({canonical(f"{local}@gmail.com") for local in ("a.b", "ab", "ab+1")}) == 3


@pytest.mark.parametrize(
    "address", ["", "aida", "aida@", "@mail.kg", "a b@mail.kg", "a@mail", "a@b@c.kg", "a@ma_il.kg"]
)
def test_what_cannot_be_an_address_is_refused_with_a_sentence(address: str) -> None:
    with pytest.raises(ValueError, match=r"name@example\.com"):
        clean(address)


@pytest.mark.parametrize("address", ["иван@мейл.рф", "o'neil@mail.kg", "x@geti.kg.example"])
def test_an_unusual_address_is_an_address(address: str) -> None:
    assert clean(address) == address


def test_an_address_is_kept_encrypted_and_comes_back() -> None:
    sealed = ADDRESSES.seal("aida@mail.kg")
    assert b"aida" not in sealed
    assert ADDRESSES.open(sealed) == "aida@mail.kg"
    assert ADDRESSES.seal("aida@mail.kg") != sealed


def test_a_new_key_opens_what_an_old_one_sealed_and_seals_what_it_cannot_open() -> None:
    old, both = Addresses([OLD], b"p" * 32), Addresses([OLD, NEW], b"p" * 32)
    assert both.open(old.seal("aida@mail.kg")) == "aida@mail.kg"
    with pytest.raises(InvalidToken):
        old.open(both.seal("aida@mail.kg"))


def test_prints_depend_on_the_pepper_alone() -> None:
    prints = {Addresses([OLD], pepper).print("a@mail.kg") for pepper in (b"p" * 32, b"q" * 32)}
    assert len(prints) == 2
    assert Addresses([NEW], b"p" * 32).print("a@mail.kg") in prints


@pytest.mark.parametrize(
    ("address", "flags"),
    [
        ("aida@mail.kg", []),
        ("info@mail.kg", []),
        ("Inspector@GETI.kg.example", ["own_domain"]),
        ("x@yopmail.com", ["disposable"]),
        ("x@gmial.com", ["mistyped"]),
    ],
)
def test_odd_addresses_are_flagged(address: str, flags: list[str]) -> None:
    assert ADDRESSES.flags(address, {"geti.kg.example"}) == flags


def test_a_mistyped_domain_suggests_the_one_that_was_meant() -> None:
    assert likely_meant("Aida@gmial.com") == "aida@gmail.com"
    assert likely_meant("aida@gmail.com") is None
