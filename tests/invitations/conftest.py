"""What writes to entrepreneurs, and a server that takes all it writes."""

from collections.abc import AsyncIterator

import pytest

from app.invitations.inviting import Inviter
from app.lib.keyfolder import KeyFolder
from tests.making.invitations import make_inviter
from tests.making.mail import Mailbox, smtp_server


@pytest.fixture
def inviter(keys: KeyFolder) -> Inviter:
    return make_inviter(keys)


@pytest.fixture
async def server() -> AsyncIterator[Mailbox]:
    async with smtp_server() as mailbox:
        yield mailbox
