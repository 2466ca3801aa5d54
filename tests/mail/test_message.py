"""The handmade bytes say what `email` of the standard library reads and would write."""

from base64 import b64encode
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.mail.message import Marks, Unbuildable, write
from tests.making.mail import html, make_draft, parse, written

NOW = datetime(2026, 8, 4, 3, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 3
MARKS = Marks("<one@pikir.test>", "bounce+1.2@pikir.test")

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"))
# Whatever can stand on one line.
_ON_A_LINE = st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])
LINE = st.text(_ON_A_LINE, min_size=1, max_size=200).map(str.strip).filter(bool)


def test_every_header_is_read_back() -> None:
    message = parse(write(make_draft(), MARKS, NOW).content)
    assert message["From"] == "Экологиялык инспекция <survey@geti.gov.kg>"
    assert message["Reply-To"] == "office@geti.gov.kg"
    assert message["To"] == "aida@mail.kg"
    assert message["Subject"] == "Текшерүү жөнүндө пикириңиз"
    assert parsedate_to_datetime(message["Date"]) == NOW
    assert message["Message-ID"] == "<one@pikir.test>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Unsubscribe"] == "<https://pikir.test/u/xyz>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Content-Language"] == "ky"
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


@settings(deadline=None)
@given(subject=LINE, sender_name=LINE, text=TEXT, markup=TEXT)
def test_any_words_come_out_as_they_went_in(
    subject: str, sender_name: str, text: str, markup: str
) -> None:
    draft = make_draft(subject=subject, sender_name=sender_name, text=text, html=markup)
    content = write(draft, MARKS, NOW).content
    message = parse(content)
    assert message["Subject"] == subject
    assert _decoded(content, "From") == f"{sender_name} <survey@geti.gov.kg>"
    assert written(message).replace("\r\n", "\n") == text
    assert html(message).replace("\r\n", "\n") == markup


@settings(deadline=None)
@given(subject=LINE, text=TEXT)
def test_the_bytes_are_safe_for_any_server(subject: str, text: str) -> None:
    content = write(make_draft(subject=subject, text=text), MARKS, NOW).content
    lines = content.split(b"\r\n")
    assert content.isascii()
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert not any(line.startswith(b".") for line in lines)
    assert max(len(line) for line in lines) <= 998


@settings(deadline=None)
@given(st.characters(categories=["Cc", "Zl", "Zp", "Cs"]), st.sampled_from([
    "subject", "sender_name", "sender", "reply_to", "to", "list_unsubscribe",
]))  # fmt: skip
def test_nothing_can_be_smuggled_into_the_headers(character: str, name: str) -> None:
    value = f"aida@mail.kg{character}Bcc: all@mail.kg"
    with pytest.raises(Unbuildable):
        write(make_draft(**{name: value}), MARKS, NOW)


def test_a_letter_that_nobody_may_refuse_offers_no_unsubscribing() -> None:
    message = parse(write(make_draft(list_unsubscribe=None), MARKS, NOW).content)
    assert message["List-Unsubscribe"] is None


@pytest.mark.parametrize(
    ("address", "on_the_wire", "needs_utf8"),
    [
        ("Aida.O'Neil+firm@mail.kg", "Aida.O'Neil+firm@mail.kg", False),
        ("info@пример.рф", "info@xn--e1afmkfd.xn--p1ai", False),
        ("айда@mail.kg", "айда@mail.kg", True),
    ],
)
def test_domains_travel_in_punycode_and_names_as_they_are(
    address: str, on_the_wire: str, needs_utf8: bool
) -> None:
    message = write(make_draft(to=address), MARKS, NOW)
    assert (message.recipient, message.needs_utf8) == (on_the_wire, needs_utf8)


def _decoded(content: bytes, name: str) -> str:
    """By RFC 2047 alone: the library's reading of addresses puts a blank between encoded words."""
    return str(make_header(decode_header(message_from_bytes(content)[name])))


def test_a_picture_stands_beside_the_html_that_shows_it() -> None:
    draft = make_draft(html='<img src="cid:chart@pikir">', picture=b64encode(PNG).decode())
    message = parse(write(draft, MARKS, NOW).content)
    assert "Урматтуу ишкер!" in written(message)
    _plain, related = message.iter_parts()
    text, picture = related.iter_parts()
    assert related["Content-Type"].params["type"] == "text/html"
    assert text.get_content_type() == "text/html"
    assert (picture["Content-ID"], picture.get_content()) == ("<chart@pikir>", PNG)
    assert picture.get_content_disposition() == "inline"
