"""H1: what no browser sends. The server says no or hangs up, and goes on serving everybody."""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from statistics import median
from urllib.parse import quote

import pytest

from app.receiving import LARGEST_HEAD
from app.web.asked import FORM_LIMIT
from tests.hostile.conftest import PATIENCE, WAITS, Server, rest

FORM = "Content-Type: application/x-www-form-urlencoded"


@pytest.fixture(autouse=True)
def goes_on(server: Server) -> Iterator[None]:
    """Whatever was sent: the next visitor is served, and no stack trace stands in the log."""
    yield
    assert server.say(get("/health")).startswith(b"HTTP/1.1 200 ")
    assert "Traceback" not in server.log.read_text()


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode()


def post(path: str, body: bytes, *more: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: x", "Connection: close", FORM, *more]
    if not any(line.startswith(("Content-Length", "Transfer-Encoding")) for line in more):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def status(reply: bytes) -> int:
    """0: hung up without a word."""
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", reply)
    return int(found[1]) if found else 0


@pytest.mark.slow
def test_half_sent_requests_are_hung_up_on_and_nobody_else_waits(server: Server) -> None:
    """Slowloris: a head that never ends, a body that never comes, a line that says nothing."""
    link = server.links[0].partition("?")[0]
    beginnings = [
        b"",
        b"GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ",
        post(link, b"overall=4", "Content-Length: 60000"),
        post(link, b"6\r\noveral", "Transfer-Encoding: chunked"),
    ]
    started = time.monotonic()
    with ExitStack() as lines:
        slow = [lines.enter_context(server.connect()) for _number in range(100)]
        for number, line in enumerate(slow):
            line.sendall(beginnings[number % 4])
        assert median(_seconds_of_a_visit(server, link) for _visit in range(20)) < 1.0
        assert {status(rest(line)) for line in slow} == {0}
    assert time.monotonic() - started >= WAITS * 0.9


def _seconds_of_a_visit(server: Server, link: str) -> float:
    started = time.monotonic()
    assert status(server.say(get(link))) == 200
    return time.monotonic() - started


@pytest.mark.slow
def test_a_drop_at_a_time_does_not_lengthen_the_time(server: Server) -> None:
    with server.connect() as line:
        line.settimeout(0.5)
        started = time.monotonic()
        line.sendall(b"GET / HTTP/1.1\r\n")
        while time.monotonic() - started < PATIENCE:
            try:
                line.sendall(b"X-A: b\r\n")
                if not line.recv(1):
                    break
            except TimeoutError:
                continue
            except OSError:
                break
    assert time.monotonic() - started < PATIENCE / 2


def test_a_form_is_taken_up_to_its_limit_and_not_a_byte_beyond(server: Server) -> None:
    link = server.links[1]
    start = b"overall=9&unknown="
    fits = start + b"a" * (FORM_LIMIT - len(start))
    assert status(server.say(post(link, fits))) == 422  # read whole: 9 is no answer
    assert status(server.say(post(link, fits + b"a"))) == 413
    chunks = b"".join(b"1000\r\n" + b"a" * 4096 + b"\r\n" for _n in range(17)) + b"0\r\n\r\n"
    assert status(server.say(post(link, chunks, "Transfer-Encoding: chunked"))) == 413


@pytest.mark.parametrize("path", ["/s/x", "/ky/open/geti", "/staff/sign-in", "/u/x", "/"])
def test_an_endless_body_ends(server: Server, path: str) -> None:
    chunk = b"ffff\r\n" + b"a" * 65535 + b"\r\n"
    reply = server.say(post(path, b"", "Transfer-Encoding: chunked"), *[chunk] * 64)
    assert status(reply) in (0, 403, 404, 405, 413)


def test_an_endless_head_ends(server: Server) -> None:
    reply = server.say(b"GET / HTTP/1.1\r\n", *[b"X-A: " + b"a" * 1000 + b"\r\n"] * 5000)
    assert status(reply) in (0, 400)
    reply = server.say(b"GET /" + b"a" * (LARGEST_HEAD * 40))
    assert status(reply) in (0, 400)


@pytest.mark.parametrize("path", ["link", "/ky/open/geti", "/staff/sign-in"])
def test_a_hundred_thousand_fields_are_refused_at_once(server: Server, path: str) -> None:
    path = server.links[2] if path == "link" else path
    many = b"a=1&" * 100_000
    assert status(server.say(post(path, many, "Sec-Fetch-Site: same-origin"))) == 413
    fewer = b"a=1&" * 10_000  # within the limit of bytes
    assert status(server.say(post(path, fewer, "Sec-Fetch-Site: same-origin"))) == 400


CONFLICTS = {
    "length and chunks": ("Content-Length: 5", "Transfer-Encoding: chunked"),
    "two lengths": ("Content-Length: 5", "Content-Length: 50"),
    "odd length": ("Content-Length: +5",),
    "hexadecimal length": ("Content-Length: 0x5",),
    "chunks not last": ("Transfer-Encoding: chunked, identity",),
    "chunks in disguise": ("Transfer-Encoding: xchunked",),
    "blank before the colon": ("Transfer-Encoding : chunked",),
    "folded": ("Transfer-Encoding:\r\n chunked", "Content-Length: 5"),
}


@pytest.mark.parametrize("lines", CONFLICTS.values(), ids=CONFLICTS)
def test_a_body_whose_end_is_disputed_is_refused_and_hides_no_second_request(
    server: Server, lines: tuple[str, ...]
) -> None:
    smuggled = b"0\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n"
    reply = server.say(post("/s/x", smuggled, *lines))
    assert reply.count(b"HTTP/1.1 ") <= 1
    assert status(reply) == 400
    assert b'{"status":"ok"}' not in reply


GARBAGE = [
    b"\x00" * 64,
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)),  # TLS where there is none
    b"GET\x00/ HTTP/1.1\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX\x00: y\r\n\r\n",
    b"GET / HTTP/1.1\nHost: x\nX: a\rb\n\n",
    b"CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    b"TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
]


@pytest.mark.parametrize("raw", GARBAGE)
def test_garbage_is_refused(server: Server, raw: bytes) -> None:
    with server.connect() as line:
        line.sendall(raw)
        line.shutdown(1)  # nothing more will come
        said = rest(line)
    assert status(said) in (0, 302, 400, 404, 405)
    assert b"evil.example" not in said


ODD_TEXTS = {
    "NUL": "%00",
    "lone surrogate": "%ED%A0%80",
    "overlong slash": "%C0%AF",
    "not UTF-8": "%FF%FE",
    "half an escape": "%",
    "line ends": "%0D%0ASet-Cookie:%20a=b",
    "right to left": quote("\u202e"),
}


@pytest.mark.parametrize("odd", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_odd_letters_in_fields_break_nothing(server: Server, odd: str) -> None:
    link = server.links[3]
    own = "Sec-Fetch-Site: same-origin"
    for name in ("improve", "overall", "lang", "shown", odd):
        body = f"{name}={odd}".encode()
        assert status(server.say(post(link, body))) in (200, 422)
        assert status(server.say(post("/ky/open/geti", body))) in (200, 422)
    for name in ("email", "password"):
        assert status(server.say(post("/staff/sign-in", f"{name}={odd}".encode(), own))) in (
            422,
            429,
        )
    for path in (f"/{odd}", f"/s/{odd}", f"/u/{odd}", f"/ky/open/{odd}", f"/?lang={odd}"):
        reply = server.say(get(path))
        assert status(reply) in (302, 400, 404)
        assert b"\r\nset-cookie" not in reply.lower()


def test_line_ends_in_what_is_sent_make_no_line_in_the_log(server: Server) -> None:
    line = "canary-line"
    odd = quote(f"\r\nERROR {line}\r\n")
    server.say(get(f"/s/{odd}"), b"")
    server.say(get(f"/{odd}?a={odd}"))
    server.say(post("/staff/sign-in", f"email={odd}&password={odd}".encode()))
    server.say(f"GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: {line}\r\nX: \x00\r\n\r\n".encode())
    assert line not in server.log.read_text()
