"""The bounce mailbox on a real Dovecot: read, filed, and left for people."""

import imaplib
import os
from collections import Counter
from collections.abc import Iterator

import pytest

from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.mail import states
from app.mail.bounces.collecting import collect
from app.mail.bounces.kinds import Kind
from app.mail.outbox import Outbox
from tests.mail.bounces.test_receiving import send
from tests.making.bounces import sample
from tests.making.mail import letter as now_of
from tests.making.mail import make_outbox
from tests.mta.dovecot import PROGRAM, Dovecot, dovecot
from tests.mta.postfix import folder_for_all

pytestmark = [
    pytest.mark.usefixtures("clock"),
    pytest.mark.parametrize("engine", ["sqlite"], indirect=True),
    pytest.mark.skipif(
        PROGRAM is None and "PIKIR_MTA" in os.environ,
        reason="THERE IS NO DOVECOT HERE: as root, apt-get install dovecot-imapd",
    ),
]


@pytest.fixture
def outbox(keys: KeyFolder) -> Outbox:
    return make_outbox(keys)


@pytest.fixture(params=[("", "/"), ("INBOX.", ".")], ids=["folders beside", "folders under INBOX"])
def server(request: pytest.FixtureRequest) -> Iterator[Dovecot]:
    with folder_for_all() as folder, dovecot(folder, *request.param) as started:
        yield started


async def test_bounces_are_filed_and_what_is_unclear_waits_with_a_flag(
    people: Database, outbox: Outbox, server: Dovecot
) -> None:
    letters = [await send(people, outbox) for _ in range(2)]
    bounces = [sample("postfix-01").about(outbox.names.of(one.id)) for one in letters]
    server.put(*bounces, b"Subject: buy now\r\n\r\nbuy now\r\n")

    counted = await collect(people, outbox.names, server.url)
    assert counted == Counter({Kind.HARD: 2, Kind.UNSIGNED: 1})
    assert [(await now_of(people, one)).state for one in letters] == [states.BOUNCED] * 2
    assert server.left() == ["FS"]
    assert sorted(server.filed()) == sorted(bounces)
    assert await collect(people, outbox.names, server.url) == Counter()


async def test_a_wrong_password_is_said_in_the_servers_words(
    people: Database, outbox: Outbox, server: Dovecot
) -> None:
    with pytest.raises(imaplib.IMAP4.error, match="AUTHENTICATIONFAILED"):
        await collect(people, outbox.names, server.url.replace("open", "closed"))
