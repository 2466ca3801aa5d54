"""Whatever arrives at the bounce address: no exception, no endless reading."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.mail.bounces import parsing
from app.mail.bounces.kinds import Finding, Kind
from app.mail.bounces.understanding import understand
from tests.making.bounces import Sample, samples

MUTANTS_OF_EACH = 20
_PIECES = (
    *(
        b"\r",
        b"\n",
        b"\r\n",
        b"\0",
        b"\xff",
        b":",
        b";",
        b"=",
        b"--",
        b"<",
        b"\t",
        b'"',
        b"=?utf-8?B?",
    ),
    *(b"Content-Type: multipart/report; boundary=x\n\n--x\n", b"Content-Type: message/rfc822\n\n"),
    *(b"Content-Transfer-Encoding: base64\n", b"; charset*0*=''%ff", b"Content-Type: ;;=\n"),
    *(b"Final-Recipient: rfc822;\n", b"Action: failed\n", b"Status: 5.1.1\n", b"charset=idna"),
)


def read(raw: bytes) -> Finding:
    found = understand(parsing.read(raw))
    assert found.kind in Kind
    return found


@given(st.binary(max_size=2_000))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read(raw: bytes) -> None:
    read(raw)


@given(st.lists(st.sampled_from(_PIECES), max_size=60).map(b"".join))
@settings(max_examples=300, deadline=None)
def test_any_mixture_of_what_mail_is_made_of_is_read(raw: bytes) -> None:
    read(raw)


@pytest.mark.parametrize("one", samples(), ids=lambda one: one.file)
def test_every_report_is_read_however_it_was_damaged(one: Sample) -> None:
    chance = random.Random(one.file)
    for _ in range(MUTANTS_OF_EACH):
        read(_damaged(one.about("0" * 49), chance))


def _damaged(raw: bytes, chance: random.Random) -> bytes:
    content = bytearray(raw)
    for _ in range(chance.randint(1, 8)):
        at = chance.randint(0, len(content))
        match chance.randrange(4):
            case 0:
                content[at:at] = chance.choice(_PIECES)
            case 1:
                del content[at : at + chance.randint(1, 200)]
            case 2:
                content[at : at + 1] = bytes([chance.randrange(256)])
            case _:
                content = content[:at]
    return bytes(content)


@pytest.mark.parametrize(
    "raw",
    [
        b"x" * 3_000_000,
        b"<" * 1_000_000,
        b"a@" * 500_000,
        b"\r" * 1_000_000,
        b"From: MAILER-DAEMON\n\n" + b"- " * 500_000,
        b"Content-Type: text/html\n\n" + b"<p" * 500_000,
        b"Content-Type: message/rfc822\n\n" * 30_000,
        b"".join(
            b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (n, n) for n in range(1_000)
        ),
        b"Subject: " + b"=?utf-8?B?" * 90_000 + b"\n\n",
        b"To: " + b"<a@b.example>, " * 60_000 + b"\n\n",
        b"X-Failed-Recipients: " + b"a" * 900_000 + b"\n\n",
        b"A: b\n" * 100_000,
    ],
    ids=lambda raw: repr(raw[:24]),
)
def test_a_mail_made_to_be_slow_is_read_in_seconds(raw: bytes) -> None:
    started = time.process_time()
    read(raw)
    assert time.process_time() - started < 5
