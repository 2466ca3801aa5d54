"""The bounce mailbox is read, what was understood is filed, what was not waits for people."""

import imaplib
from collections import Counter
from collections.abc import Iterator

import pytest

from app.lib.db import Database
from app.mail import states
from app.mail.bounces.collecting import collect
from app.mail.bounces.kinds import Kind
from app.mail.bounces.parsing import LIMIT
from app.mail.outbox import Outbox
from tests.mail.bounces.test_receiving import send
from tests.making.bounces import sample
from tests.making.imap import Store, imap_server
from tests.making.mail import letter as now_of

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def store() -> Iterator[Store]:
    with imap_server() as store:
        yield store


@pytest.mark.parametrize(
    ("capabilities", "prefix", "left"),
    [
        ("IMAP4rev1 MOVE", "", 0),
        ("IMAP4rev1 NAMESPACE MOVE", "INBOX.", 0),
        ("IMAP4rev1 UIDPLUS", "", 0),
        ("IMAP4rev1", "", 1),
    ],
)
async def test_a_bounce_has_its_effect_and_is_filed(
    people: Database, outbox: Outbox, store: Store, capabilities: str, prefix: str, left: int
) -> None:
    store.capabilities, store.prefix = capabilities, prefix
    letter = await send(people, outbox)
    mail = sample("exim-01").about(outbox.names.of(letter.id))
    store.put(mail)
    assert await collect(people, outbox.names, store.url) == Counter({Kind.HARD: 1})
    assert (await now_of(people, letter)).state == states.BOUNCED
    assert store.folders == {f"{prefix}Processed": [mail]}
    assert len(store.inbox) == left
    assert await collect(people, outbox.names, store.url) == Counter()


async def test_what_is_not_understood_stays_with_a_flag_and_is_not_read_again(
    people: Database, outbox: Outbox, store: Store
) -> None:
    letter = await send(people, outbox)
    store.put(b"buy now", sample("human-01").about(outbox.names.of(letter.id)), b"")
    counted = await collect(people, outbox.names, store.url)
    assert counted == Counter({Kind.UNSIGNED: 2, Kind.UNCLEAR: 1})
    assert list(store.flags.values()) == [{r"\Flagged", r"\Seen"}] * 3
    assert await collect(people, outbox.names, store.url) == Counter()


async def test_a_mail_that_could_not_be_filed_is_read_again_without_a_second_effect(
    people: Database, outbox: Outbox, store: Store
) -> None:
    letter = await send(people, outbox)
    store.put(sample("gmail-02").about(outbox.names.of(letter.id)))
    store.refuses = "MOVE"
    with pytest.raises(imaplib.IMAP4.error, match="not today"):
        await collect(people, outbox.names, store.url)
    first = await now_of(people, letter)
    assert first.state == states.BOUNCED
    store.refuses = ""
    assert await collect(people, outbox.names, store.url) == Counter({Kind.SOFT: 1})
    assert await now_of(people, letter) == first


async def test_a_mail_without_end_is_read_as_far_as_it_matters(
    people: Database, outbox: Outbox, store: Store
) -> None:
    letter = await send(people, outbox)
    mail = sample("postfix-01").about(outbox.names.of(letter.id))
    store.put(mail + b"x" * 2 * LIMIT)
    assert await collect(people, outbox.names, store.url) == Counter({Kind.HARD: 1})


async def test_a_wrong_password_is_an_error_with_the_servers_words(
    people: Database, outbox: Outbox, store: Store
) -> None:
    with pytest.raises(imaplib.IMAP4.error, match="wrong password"):
        await collect(people, outbox.names, store.url.replace("open", "closed"))
