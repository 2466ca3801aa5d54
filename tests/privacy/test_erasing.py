"""Canaries: addresses, links and answers, looked for in every byte before and after their end."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from app.ballots.tables import Envelope
from app.lib import clock as time
from app.lib.db import Database
from app.mail.suppressing import suppressed_among
from app.mail.tables import Letter
from app.registry.tables import Inspection
from app.work import endings
from tests.browsing import ORIGIN, browsing
from tests.installation import Installation, installation
from tests.privacy.bytes_of import files_in, found, tables_of

MORNING = datetime(2026, 7, 21, 4, tzinfo=UTC)  # ten o'clock in Bishkek, a Tuesday
ERASED_ON = datetime(2026, 11, 16, 4, tzinfo=UTC)  # two days after the box has closed
ADDRESSES = [f"owner-KG-GB-2026-07-20-{n}@mail.example" for n in range(12)]
HEAD = 48  # bytes by which a long value is known: both engines keep the rest in pieces
REMARK = "канарейка {n:02} в шахте"

pytestmark = pytest.mark.usefixtures("clock")


def remarks() -> list[bytes]:
    return [REMARK.format(n=n).encode() for n in range(12)]


def anywhere(geti: Installation, needles: list[bytes]) -> set[bytes]:
    """Found in the databases, their logs on SQLite, the key folder, the batch files."""
    databases = (geti.wiring.people, geti.wiring.ballots)
    return found(needles, files_in(geti.folder), *(tables_of(one) for one in databases))


async def asked(geti: Installation) -> list[str]:
    """Twelve get a letter. The links; nothing of the file they were imported from is left."""
    await geti.record(date(2026, 7, 20), 12)
    (geti.folder / "register.csv").unlink()
    time.step_to(MORNING + timedelta(hours=24))
    return await geti.write()


async def sealed(geti: Installation) -> tuple[list[bytes], list[bytes]]:
    """The addresses and the payloads as they stand in the rows."""
    async with geti.wiring.people.reading() as session:
        addresses = [one for one in await session.exec(select(Inspection.email)) if one]
        payloads = [one[:HEAD] for one in await session.exec(select(Letter.payload)) if one]
    return addresses, payloads


async def erase(geti: Installation) -> None:
    await endings.erase_letters(geti.wiring, time.now())
    await endings.erase_addresses(geti.wiring, time.now())


async def test_addresses_and_links_are_never_readable_and_their_sealed_bytes_end(
    people: Database, ballots: Database, tmp_path: Path
) -> None:
    time.step_to(MORNING)
    async with installation(people, ballots, tmp_path) as geti:
        links = await asked(geti)
        addresses, payloads = await sealed(geti)
        letter_keys = [path.read_bytes() for path in (tmp_path / "keys").glob("letters-*")]
        assert (len(addresses), len(payloads), len(letter_keys)) == (12, 12, 1)
        # The search bites: what is there is found.
        assert anywhere(geti, addresses + payloads + letter_keys) == {
            *addresses,
            *payloads,
            *letter_keys,
        }
        readable = [one.encode() for one in (*ADDRESSES, *links)]
        tokens = [link.removeprefix("/s/").split("?")[0].encode() for link in links]
        assert anywhere(geti, readable + tokens) == set()
        time.step_to(ERASED_ON)
        await erase(geti)
        assert anywhere(geti, readable + tokens + addresses + letter_keys) == set()
        # PostgreSQL leaves old payloads in its pages: nobody can read them without the key.
        if people.is_sqlite:
            assert anywhere(geti, payloads) == set()


async def test_answers_are_readable_only_once_mixed_and_never_beside_people(
    people: Database, ballots: Database, tmp_path: Path
) -> None:
    time.step_to(MORNING)
    async with installation(people, ballots, tmp_path) as geti:
        links = await asked(geti)
        async with browsing(geti.wiring.settings) as browser:
            for n, link in enumerate(links):
                browser.cookies.clear()
                entered = {"overall": "4", "improve": REMARK.format(n=n)}
                assert (await browser.post(link, data=entered)).status_code == 303
        async with ballots.reading() as session:
            waiting = (await session.exec(select(Envelope))).all()
        envelopes = [envelope.sealed[:HEAD] for envelope in waiting]
        box_keys = [geti.wiring.keys.read(name) for name in {one.key_name for one in waiting}]
        assert anywhere(geti, envelopes + box_keys) == {*envelopes, *box_keys}
        assert anywhere(geti, remarks()) == set()
        assert await geti.mix() == 12
        assert anywhere(geti, box_keys) == set()
        if ballots.is_sqlite:
            assert anywhere(geti, envelopes) == set()
        assert len(anywhere(geti, remarks())) == 12
        of_people = [path for path in files_in(tmp_path) if "keys" in path.parts]
        if people.is_sqlite:
            name = Path(people.engine.url.database or "").name
            of_people += [path for path in files_in(tmp_path) if path.name.startswith(name)]
        assert found(remarks(), of_people, tables_of(people)) == set()


async def test_asking_for_no_more_letters_works_after_the_address_is_erased(
    people: Database, ballots: Database, tmp_path: Path
) -> None:
    time.step_to(MORNING)
    async with installation(people, ballots, tmp_path) as geti:
        await asked(geti)
        letter = geti.mailbox.letters[0]
        stop = letter["List-Unsubscribe"].strip("<>").removeprefix(ORIGIN)
        time.step_to(ERASED_ON)
        await erase(geti)
        async with browsing(geti.wiring.settings) as browser:
            assert (await browser.get(stop)).status_code == 200
            pressed = await browser.post(stop, data={"List-Unsubscribe": "One-Click"})
            assert pressed.status_code == 200
        printed = geti.wiring.addresses.print(letter["To"])
        async with people.reading() as session:
            assert await suppressed_among(session, [printed]) == {printed}
