"""A whole installation over the test's databases, driven by the worker's own jobs."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.fernet import Fernet

from app.invitations.recalling import LETTERS
from app.lib import clock
from app.lib.db import Database
from app.registry import inspectorates
from app.registry.importing.running import import_file
from app.registry.tables import Inspectorate
from app.settings import Settings
from app.wiring import Wiring
from app.work import answers, letters, results
from tests.browsing import ORIGIN
from tests.making.mail import Mailbox, smtp_server, written

EXAMPLES = Path(__file__).resolve().parents[1] / "app" / "demo" / "inspectorates"
PEPPER = b"a pepper for tests " * 2
_COLUMNS = (
    "act_year,act_number,act_date,started_on,finished_on,kind,region,outcome,"
    "tax_number,business_name,email,no_email_reason,language,inspector"
)


def make_settings(people: str, ballots: str, folder: Path, smtp_url: str) -> Settings:
    return Settings(
        database_url=people,
        ballots_url=ballots,
        smtp_url=smtp_url,
        base_url=ORIGIN,
        secret_keys=("a signing key for tests " * 2,),
        pepper=PEPPER,
        email_keys=(Fernet.generate_key().decode(),),
        key_folder=folder / "keys",
        site_folder=folder / "site",
        dns_server="none",
    )


@dataclass
class Installation:
    wiring: Wiring
    mailbox: Mailbox
    folder: Path
    inspectorate: Inspectorate

    async def record(
        self, day: date, count: int, region: str = "KG-GB", kind: str = "scheduled"
    ) -> None:
        """`count` acts of that day, each with an address of its own, imported from a file."""
        path = self.folder / "register.csv"
        path.write_text(register(count, day, region, kind))
        report = await import_file(
            self.wiring.people,
            self.wiring.addresses,
            self.inspectorate,
            path,
            letters=LETTERS,
        )
        assert (report.added, report.refused) == (count, [])

    async def write(self) -> list[str]:
        """Boxes are opened and everybody due gets a letter now. The links in them."""
        before = len(self.mailbox.letters)
        await answers.open_boxes(self.wiring, clock.now())
        await letters.invite(self.wiring, clock.now())
        await self.deliver()
        return [_link(written(letter)) for letter in self.mailbox.letters[before:]]

    async def remind(self) -> list[str]:
        """Everybody whose seventh day has come. The links in the reminders."""
        before = len(self.mailbox.letters)
        await letters.remind(self.wiring, clock.now())
        await self.deliver()
        return [_link(written(letter)) for letter in self.mailbox.letters[before:]]

    def links(self) -> list[str]:
        """In all letters so far."""
        return sorted({_link(written(letter)) for letter in self.mailbox.letters})

    async def deliver(self) -> None:
        while (await letters.deliver(self.wiring, clock.now())).sent:
            pass

    async def mix(self) -> int:
        return sum(mixed.count for mixed in await answers.mix(self.wiring, clock.now()))

    async def draw(self) -> int:
        return await results.draw(self.wiring, clock.now())

    async def release(self) -> list[str]:
        return [release.digest for release in await results.release(self.wiring, clock.now())]


def register(
    count: int, day: date = date(2026, 7, 20), region: str = "KG-GB", kind: str = "scheduled"
) -> str:
    """A CSV register: `count` acts of one day, each of another business with its own address."""
    rows = [
        f"{day.year},{region}-{day}-{n},{day},{day},{day},{kind},{region},no_violation,"
        f"{10_000_000_000_000 + n},Ишкана {n},owner-{region}-{day}-{n}@mail.example,,,"
        for n in range(count)
    ]
    return "\n".join([_COLUMNS, *rows])


@asynccontextmanager
async def installation(
    people: Database, ballots: Database, folder: Path
) -> AsyncIterator[Installation]:
    async with smtp_server() as mailbox:
        wiring = Wiring(make_settings(people.url, ballots.url, folder, mailbox.url))
        async with wiring.people.transaction() as session:
            added = await inspectorates.add_from(session, EXAMPLES / "geti.yaml")
        try:
            yield Installation(wiring, mailbox, folder, added.inspectorate)
        finally:
            await wiring.close()


def _link(letter: str) -> str:
    """As the entrepreneur would open it: the first survey address in the plain part."""
    found = re.search(rf"{ORIGIN}(/s/\S+)", letter)
    assert found, letter
    return found[1]
