"""A real SMTP server and an outbox, for every test about letters."""

from collections.abc import AsyncIterator

import pytest

from app.lib.keyfolder import KeyFolder
from app.mail.outbox import Outbox
from tests.making.mail import Mailbox, make_outbox, smtp_server


@pytest.fixture
async def server() -> AsyncIterator[Mailbox]:
    async with smtp_server() as mailbox:
        yield mailbox


@pytest.fixture
def outbox(keys: KeyFolder) -> Outbox:
    return make_outbox(keys)
