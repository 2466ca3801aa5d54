"""What a name server says about a domain, read as the RFCs of mail want it read."""

from datetime import UTC, datetime, timedelta

import pytest

from app.lib.db import Database
from app.mail.domains import KEPT_FOR, Verdict, keep, known, look_up
from tests.making.dns import name_server

NOW = datetime(2026, 8, 3, 6, tzinfo=UTC)
ZONE = {
    "mail.kg": {"MX": "10 mx.mail.kg."},
    "old.kg": {"A": "192.0.2.1"},
    "six.kg": {"AAAA": "2001:db8::1"},
    "web.kg": {"TXT": '"no mail here"'},
    "null.kg": {"MX": "0 .", "A": "192.0.2.1"},
    "broken.kg": {"FAILS": ""},
    "slow.kg": {"SILENT": ""},
    "xn--80a1acny.xn--p1ai": {"MX": "10 mx.mail.kg."},
}


@pytest.mark.parametrize(
    ("domain", "verdict"),
    [
        ("mail.kg", Verdict.TAKES),
        ("old.kg", Verdict.TAKES),  # RFC 5321, 5.1: its own address is its mail server
        ("six.kg", Verdict.TAKES),
        ("web.kg", Verdict.TAKES_NONE),
        ("null.kg", Verdict.TAKES_NONE),  # RFC 7505
        ("nowhere.kg", Verdict.ABSENT),
        ("broken.kg", Verdict.UNKNOWN),
        ("slow.kg", Verdict.UNKNOWN),
        ("xn--80a1acny.xn--p1ai", Verdict.TAKES),
        ("a..b", Verdict.UNKNOWN),  # no name at all: the mail server will have its say
    ],
)
async def test_a_domain_takes_mail_or_not(domain: str, verdict: Verdict) -> None:
    async with name_server(ZONE) as server:
        assert await look_up(server.resolver, domain) is verdict


async def test_nobody_answering_is_no_verdict() -> None:
    async with name_server(ZONE) as server:
        resolver = server.resolver
    assert await look_up(resolver, "mail.kg") is Verdict.UNKNOWN


async def test_only_the_domain_is_asked_about() -> None:
    async with name_server(ZONE) as server:
        await look_up(server.resolver, "null.kg")
        await look_up(server.resolver, "web.kg")
    assert server.asked == [("null.kg", "MX"), *(("web.kg", kind) for kind in ("MX", "A", "AAAA"))]


async def test_what_was_learned_is_kept_for_days_and_then_forgotten(people: Database) -> None:
    learned = {"mail.kg": Verdict.TAKES, "nowhere.kg": Verdict.ABSENT}
    async with people.transaction() as session:
        await keep(session, learned, NOW)
    async with people.transaction() as session:
        await keep(session, learned, NOW)  # a second worker learned the same
    names = [*learned, "other.kg"]
    async with people.reading() as session:
        assert await known(session, names, NOW + timedelta(hours=23)) == learned
        later = NOW + timedelta(hours=25)
        assert await known(session, names, later) == {"mail.kg": Verdict.TAKES}
    async with people.transaction() as session:
        await keep(session, {}, NOW + KEPT_FOR[Verdict.TAKES])
        assert await known(session, names, NOW) == {}
