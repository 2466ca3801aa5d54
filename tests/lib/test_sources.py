"""Digests of source texts."""

from app.lib.sources import digest


def test_the_digest_of_a_text_is_a_part_of_its_sha256() -> None:
    assert digest("abc") == "ba7816bf8f01cfea"  # FIPS 180-2, appendix B.1


def test_how_a_text_is_typed_does_not_count() -> None:
    assert digest(" Какой\n  сегодня день? ") == digest("Какой сегодня день?")
    assert digest("и\u0306") == digest("й")
    assert digest("Day") != digest("day")
