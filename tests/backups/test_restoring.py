"""An installation comes back from its backup, and knows what has happened since."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Table, select
from sqlmodel import col

from app.backups import making
from app.backups.contents import BALLOTS, PEOPLE, Half
from app.backups.manifest import Unusable
from app.backups.restoring import NotEmpty, restore
from app.lib import clock as time
from app.lib.db import Database
from app.mail import holding, states
from app.mail.tables import Letter
from app.work import answers, letters
from tests.backups.conftest import MORNING
from tests.browsing import browsing
from tests.installation import Installation
from tests.making.backups import sources, targets
from tests.making.rows import empty, fill

ACT_DAY = date(2026, 7, 20)
# Letters are held back, and the trail goes on: other tests look at these.
_CHANGED = ("mail_letter", "accounts_event")


async def rows(database: Database, table: Table) -> list[tuple[object, ...]]:
    async with database.reading() as session:
        found = await (await session.connection()).execute(select(table))
        return sorted((tuple(row) for row in found), key=repr)


async def everything(people: Database, ballots: Database) -> dict[str, Sequence[object]]:
    halves: list[tuple[Half, Database]] = [(PEOPLE, people), (BALLOTS, ballots)]
    return {
        table.name: await rows(database, table)
        for half, database in halves
        for table in half.tables
        if table.name not in _CHANGED
    }


async def answer(geti: Installation, links: Sequence[str]) -> list[int]:
    async with browsing(geti.wiring.settings) as browser:
        statuses = []
        for link in links:
            browser.cookies.clear()
            reply = await browser.post(link, data={"overall": "4", "improve": "Тезирээк"})
            statuses.append(reply.status_code)
    return statuses


async def invited(geti: Installation, count: int) -> list[str]:
    await geti.record(ACT_DAY, count)
    time.step_to(MORNING + timedelta(hours=24))
    return await geti.write()


async def test_every_row_comes_back(
    geti: Installation, again: Installation, tmp_path: Path
) -> None:
    links = await invited(geti, 24)
    await answer(geti, links[:15])
    await geti.mix()
    await answer(geti, links[15:18])
    for half, database in ((PEOPLE, geti.wiring.people), (BALLOTS, geti.wiring.ballots)):
        await fill(database, half.metadata)
        assert await empty(database, half.metadata) == set()  # a new table is among them
    made = await making.make(sources(geti.wiring), tmp_path / "backups", time.now())
    await restore(targets(again.wiring), made, time.now())
    assert await everything(again.wiring.people, again.wiring.ballots) == await everything(
        geti.wiring.people, geti.wiring.ballots
    )
    of_its_own = {"mail_hold", "accounts_token_hold", "mail_sent_earlier"}
    for half, database in ((PEOPLE, again.wiring.people), (BALLOTS, again.wiring.ballots)):
        kept = {table.name for table in half.tables}
        forgotten = {table.name for table in half.metadata.sorted_tables} - kept
        assert await empty(database, half.metadata) - of_its_own == forgotten - of_its_own


async def test_what_was_waiting_is_in_doubt_and_nothing_goes_out(
    geti: Installation, again: Installation, tmp_path: Path
) -> None:
    await geti.record(ACT_DAY, 3)
    time.step_to(MORNING + timedelta(hours=24))
    await answers.open_boxes(geti.wiring, time.now())
    await letters.invite(geti.wiring, time.now())
    made = await making.make(sources(geti.wiring), tmp_path / "backups", time.now())
    restored = await restore(targets(again.wiring), made, time.now())
    assert restored.doubtful == 3
    time.step_to(MORNING + timedelta(hours=26))
    await again.deliver()
    assert geti.mailbox.letters == []
    async with again.wiring.people.transaction() as session:
        await holding.decide(session, time.now(), assume_sent=False)
        await holding.resume(session)
    await again.deliver()
    assert len(geti.mailbox.letters) == 3


async def test_letters_that_went_out_after_the_backup_are_not_sent_again(
    geti: Installation, again: Installation, tmp_path: Path
) -> None:
    await geti.record(ACT_DAY, 3)
    made = await making.make(sources(geti.wiring), tmp_path / "backups", time.now())
    await geti.record(ACT_DAY, 5, "KG-C")
    time.step_to(MORNING + timedelta(hours=24))
    assert len(await geti.write()) == 8
    await letters.note_sent(geti.wiring, time.now())

    restored = await restore(targets(again.wiring), made, time.now())
    assert (restored.went_out, restored.doubtful) == (8, 0)
    await again.record(ACT_DAY, 5, "KG-C")  # entered after the backup: entered again
    async with again.wiring.people.transaction() as session:
        await holding.decide(session, time.now(), assume_sent=False)
        await holding.resume(session)
    assert await again.write() == []
    async with again.wiring.people.reading() as session:
        found = await session.exec(select(col(Letter.state), col(Letter.payload)))  # type: ignore[call-overload]
        assert set(found) == {(states.SENT, None)}
    time.step_to(MORNING + timedelta(days=12))
    assert await again.remind() == []  # their links are known to nobody but their readers


async def test_a_link_that_was_used_stays_used_and_its_answer_counts_once(
    geti: Installation, again: Installation, tmp_path: Path
) -> None:
    links = await invited(geti, 24)
    await answer(geti, links[:4])
    made = await making.make(sources(geti.wiring), tmp_path / "backups", time.now())
    await answer(geti, links[4:20])
    assert await geti.mix() == 20

    restored = await restore(targets(again.wiring), made, time.now())
    caught_up = restored.ballots
    assert (caught_up.batches, caught_up.answers, caught_up.superseded) == (1, 20, 4)
    assert (caught_up.unreadable, caught_up.spent) == (0, 16)
    assert await answer(again, links) == [409] * 20 + [303] * 4
    assert await again.mix() == 0
    counts = [
        len(await rows(again.wiring.ballots, BALLOTS.metadata.tables[f"ballots_{name}"]))
        for name in ("answer", "envelope", "spent")
    ]
    assert counts == [20, 4, 24]


async def test_answers_whose_key_went_down_with_the_machine_are_counted(
    geti: Installation, again: Installation, tmp_path: Path
) -> None:
    links = await invited(geti, 24)
    await answer(geti, links[:4])
    made = await making.make(sources(geti.wiring), tmp_path / "backups", time.now())
    settings = replace(again.wiring.settings, key_folder=tmp_path / "new machine" / "keys")
    again.wiring.settings = settings
    restored = await restore(targets(again.wiring), made, time.now())
    assert restored.ballots.unreadable == 4
    await again.mix()  # the new machine's key folder becomes the database's own
    assert await answer(again, links[3:5]) == [409, 303]


async def test_a_release_that_the_backup_lacks_is_taken_back_from_its_site(
    geti: Installation, again: Installation, tmp_path: Path
) -> None:
    await invited(geti, 2)
    made = await making.make(sources(geti.wiring), tmp_path / "backups", time.now())
    time.step_to(MORNING + timedelta(days=133))
    await geti.mix()
    assert len(await geti.release()) == 1
    published = (geti.wiring.settings.site_folder / "geti/manifest.json").read_bytes()

    restored = await restore(targets(again.wiring), made, time.now())
    assert (restored.releases.added, restored.releases.altered) == (["geti 2026-Q3"], [])
    time.step_to(MORNING + timedelta(days=134))
    await again.mix()
    assert await again.release() == []
    assert (geti.wiring.settings.site_folder / "geti/manifest.json").read_bytes() == published


async def test_nothing_is_overwritten_unless_it_is_said(geti: Installation, tmp_path: Path) -> None:
    await geti.record(ACT_DAY, 3)
    made = await making.make(sources(geti.wiring), tmp_path / "backups", time.now())
    with pytest.raises(NotEmpty, match="--replace"):
        await restore(targets(geti.wiring), made, time.now())
    before = await everything(geti.wiring.people, geti.wiring.ballots)
    await restore(targets(geti.wiring), made, time.now(), replace=True)
    assert await everything(geti.wiring.people, geti.wiring.ballots) == before


async def test_another_pepper_is_refused(
    geti: Installation, again: Installation, tmp_path: Path
) -> None:
    made = await making.make(sources(geti.wiring), tmp_path / "backups", time.now())
    other = replace(targets(again.wiring), installation="another")
    with pytest.raises(Unusable, match="PIKIR_PEPPER"):
        await restore(other, made, time.now())


async def test_halves_of_two_backups_are_refused(
    geti: Installation, again: Installation, tmp_path: Path
) -> None:
    first = await making.make(sources(geti.wiring), tmp_path / "backups", time.now())
    time.step_to(MORNING + timedelta(hours=1))
    second = await making.make(sources(geti.wiring), tmp_path / "backups", time.now())
    (first / "ballots").rename(tmp_path / "aside")
    (second / "ballots").rename(first / "ballots")
    with pytest.raises(Unusable, match="made together"):
        await restore(targets(again.wiring), first, time.now())


@pytest.mark.parametrize("harm", ["altered", "missing", "added", "no manifest", "newer"])
async def test_a_backup_that_is_not_as_it_was_made_is_refused(
    geti: Installation, again: Installation, tmp_path: Path, harm: str
) -> None:
    made = await making.make(sources(geti.wiring), tmp_path / "backups", time.now())
    table = made / "people" / "registry_inspectorate.jsonl"
    manifest = made / "people" / "manifest.json"
    match harm:
        case "altered":
            table.write_bytes(table.read_bytes().replace(b"geti", b"gets"))
        case "missing":
            table.unlink()
        case "added":
            table.with_name("more.jsonl").touch()
        case "no manifest":
            manifest.unlink()
        case "newer":
            content = json.loads(manifest.read_text()) | {"revision": "9999"}
            manifest.write_text(json.dumps(content))
    with pytest.raises(Unusable, match=r"people|9999"):
        await restore(targets(again.wiring), made, time.now())
    assert await rows(again.wiring.people, PEOPLE.metadata.tables["registry_inspectorate"]) == []
