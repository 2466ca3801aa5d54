"""The inspectorate's relay, an entrepreneur's mail server, and the installation between them."""

import os
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.lib.db import Database
from app.mail.outbox import Outbox
from app.mail.relay import Relay
from app.settings import Settings
from app.wiring import Wiring
from tests.faults.house import environment, home
from tests.mta.postfix import PROGRAM, Postfix, folder_for_all, free_port, postfix
from tests.mta.surroundings import bounce_pipe, greylist

HANDBOOK = Path(__file__).resolve().parents[2] / "docs" / "operating.md"
DOMAIN = "pikir.example"

# aida and new have mailboxes; forwarded sends its mail on to where nobody is any more.
_RECEIVER = """
virtual_mailbox_domains = mail.example
virtual_mailbox_base = {boxes}
virtual_mailbox_maps = inline:{{ aida@mail.example=aida/, new@mail.example=new/ }}
virtual_alias_maps = inline:{{ forwarded@mail.example=gone@other.example }}
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
transport_maps = inline:{{
 {{ other.example = error:5.1.1 Nobody of that name works here }},
 {{ pikir.example = smtp:[127.0.0.1]:{relay_port} }} }}
smtpd_recipient_restrictions =
 reject_unlisted_recipient, check_policy_service inet:127.0.0.1:{greylist_port}
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
"""
_RELAY = "relayhost = [127.0.0.1]:{receiver_port}\n"


def why_not() -> str | None:
    if "PIKIR_MTA" not in os.environ:
        return "a real Postfix: `make mta` runs these"
    if PROGRAM is None:
        return "THERE IS NO POSTFIX HERE: as root, apt-get install postfix"
    if os.geteuid() != 0:
        return "POSTFIX STARTS AS ROOT ONLY: run `make mta` as root"
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if reason := why_not():
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=reason))


@dataclass(frozen=True)
class Mails:
    """The two mail servers."""

    relay: Postfix
    receiver: Postfix
    boxes: Path

    def in_box(self, owner: str) -> list[bytes]:
        return [path.read_bytes() for path in (self.boxes / owner / "new").glob("*")]


@dataclass(frozen=True)
class House:
    """An installation whose return paths lead to the relay."""

    people: Database
    outbox: Outbox
    mails: Mails

    def way(self, to: str) -> Relay:
        """As PIKIR_SMTP_URL and PIKIR_RELAY_LOG would give it."""
        return Relay(to, connections=1, log=self.mails.relay.log)


@pytest.fixture
def settings(people: Database, ballots: Database, tmp_path: Path, clock: None) -> Settings:
    return replace(home(people.url, ballots.url, tmp_path), base_url=f"https://{DOMAIN}")


@pytest.fixture
async def house(people: Database, settings: Settings) -> AsyncIterator[House]:
    """Fresh servers for every test: what one left in its queue is nobody else's."""
    wiring = Wiring(settings)
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(folder_for_all())
        script = stack.enter_context(bounce_pipe(folder / "pipe", environment(settings)))
        greylist_port = await stack.enter_async_context(greylist())
        mails = stack.enter_context(servers(folder, script, greylist_port))
        yield House(people, wiring.outbox, mails)
        for server in (mails.relay, mails.receiver):  # shown with a test that fails, or with -s
            sys.stdout.write(f"\n{server.log.read_text()}")
    await wiring.close()


@contextmanager
def servers(folder: Path, script: str, greylist_port: int) -> Iterator[Mails]:
    """The relay is set up as the handbook says."""
    relay_port, receiver_port = free_port(), free_port()
    boxes = folder / "boxes"
    boxes.mkdir()
    shutil.chown(boxes, "nobody")
    receives = _RECEIVER.format(boxes=boxes, relay_port=relay_port, greylist_port=greylist_port)
    master, main = handbook(script)
    relays = _RELAY.format(receiver_port=receiver_port) + main
    with (
        postfix(folder / "receiver", "mx.mail.example", receiver_port, receives) as receiver,
        postfix(folder / "relay", "relay.example", relay_port, relays, master) as relay,
    ):
        yield Mails(relay, receiver, boxes)


def handbook(script: str) -> tuple[str, str]:
    """What docs/operating.md tells to add to master.cf and to main.cf, run by another user."""
    lines = HANDBOOK.read_text().split("# master.cf", 1)[1].split("\n\n", 1)[0].splitlines()[1:]
    block = "".join(f"{line.removeprefix(' ' * 6)}\n" for line in lines)
    master, main = block.split("# main.cf\n")
    ours = master.replace("user=pikir", "user=nobody").replace("/opt/pikir/bin/bounce.sh", script)
    # The loop behind the script takes one mail at a time.
    return ours.replace("n  n  -  4  pipe", "n  n  -  1  pipe"), main
