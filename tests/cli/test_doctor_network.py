"""The doctor asks name servers whether the senders' domains are known to send letters."""

import pytest

from tests.backups.conftest import Typed, again, empty, geti, typed
from tests.cli.test_doctor import levels, words
from tests.installation import Installation
from tests.making.dns import Zone, name_server

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
__all__ = ["again", "empty", "geti", "typed"]
DOMAIN = "geti.kg.example"
FINDING = f"sender's domain {DOMAIN}"
SPF = {"TXT": '"v=spf1 mx" " -all"'}  # in two strings, as long entries are
OTHER = {"TXT": '"v=spf10 mx"'}
DMARC = {"TXT": '"v=DMARC1; p=none"'}


@pytest.mark.parametrize(
    ("zone", "level", "said"),
    [
        ({DOMAIN: SPF, f"_dmarc.{DOMAIN}": DMARC}, "OK", "has SPF and DMARC"),
        ({DOMAIN: {"TXT": '"V=SPF1 -all"'}, f"_dmarc.{DOMAIN}": {}}, "WARNING", "has no DMARC:"),
        ({DOMAIN: OTHER, f"_dmarc.{DOMAIN}": DMARC}, "WARNING", "has no SPF:"),
        ({}, "WARNING", "has no SPF and no DMARC:"),
        ({DOMAIN: {"FAILS": ""}}, "WARNING", "the name server does not say"),
    ],
)
async def test_what_the_senders_domain_lacks_is_named(
    geti: Installation,
    typed: Typed,
    monkeypatch: pytest.MonkeyPatch,
    zone: Zone,
    level: str,
    said: str,
) -> None:
    async with name_server(zone) as server:
        monkeypatch.setenv("PIKIR_DNS_SERVER", server.address)
        assert FINDING not in await levels(typed)
        assert server.asked == []  # without --network nobody is asked
        assert (await levels(typed, "--network"))[FINDING] == level
        assert (await words(typed, FINDING, "--network")).startswith(said)


async def test_nobody_is_asked_where_no_name_server_is_to_be(
    geti: Installation, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIKIR_DNS_SERVER", "none")
    assert FINDING not in await levels(typed, "--network")
