"""A register brought in by the page: sent, looked at, mapped, tried, imported."""

import asyncio
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from app import work
from app.accounts.roles import ADMINISTRATOR, DIRECTOR
from app.accounts.tables import Event
from app.lib import clock
from app.registry.tables import Inspection
from app.registry.uploads import keeping
from app.registry.uploads.tables import Piece, Upload
from app.web.staff.registers import arriving
from app.wiring import Wiring
from app.work import letters, registers
from tests.installation import register
from tests.web.staff.conftest import Staff
from tests.web.staff.sending_registers import (
    CHOSEN,
    FOREIGN,
    WORDS,
    chosen,
    count,
    main,
    page,
    send,
    sent,
    tried,
    worked,
)


async def test_a_foreign_register_is_mapped_by_hand_tried_and_imported(
    director: Staff, wiring: Wiring
) -> None:
    path = await sent(director, wiring)
    assert (await director.browser.get(path)).headers["location"] == f"{path}/map"
    assert "=Гамма" in (await main(director, f"{path}/map")).text
    asked = await director.browser.post(f"{path}/map", data=CHOSEN)
    assert asked.status_code == 422
    assert "“Внеплановая” means" in asked.text

    await director.browser.post(f"{path}/map", data=CHOSEN | WORDS)
    assert "See how far it is now" in str(await page(director, path))
    await worked(wiring)
    told = (await main(director, path)).text
    assert "2 acts are new" in told
    assert "1 row is refused" in told
    assert "14 digits" in told
    assert await count(director, Inspection) == 0

    assert (await director.browser.post(f"{path}/import")).status_code == 303
    await worked(wiring)
    assert "has been imported" in str(await page(director, path))
    assert (await count(director, Inspection), await count(director, Piece)) == (2, 0)
    async with director.people.reading() as session:
        [event] = await session.exec(select(Event).where(Event.act == "imported a register"))
        acts = (await session.exec(select(Inspection).order_by(col(Inspection.act_number)))).all()
    assert event.about == "geti: 2 added"
    assert [act.no_email_reason for act in acts] == [None, "has_none"]
    assert {act.entered_by for act in acts} == {None}


async def test_a_register_with_our_columns_needs_no_words(director: Staff, wiring: Wiring) -> None:
    path = await sent(director, wiring, register(3))
    given = await chosen(director, f"{path}/map")
    assert given["column-kind"] == "kind"
    reply = await director.browser.post(f"{path}/map", data=given)
    assert reply.status_code == 303, reply.text
    await worked(wiring)
    assert "3 acts are new" in str(await page(director, path))


async def test_refused_rows_are_mended_in_the_spreadsheet(director: Staff, wiring: Wiring) -> None:
    path = await tried(director, wiring)
    reply = await director.browser.get(f"{path}/refused.xlsx")
    assert reply.content.startswith(b"PK")
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"PK\x03\x04 broken", b"a,\x00b\n"])
async def test_what_cannot_be_read_is_refused_with_what_to_do(
    director: Staff, wiring: Wiring, content: bytes
) -> None:
    path = await sent(director, wiring, content)
    shown = (await main(director, path)).text
    assert "This file cannot be read" in shown
    assert re.search("Save|save", shown)
    assert await count(director, Piece) == 0


async def test_nothing_of_the_file_stands_readable_in_the_database(
    director: Staff, wiring: Wiring
) -> None:
    await tried(director, wiring)
    async with director.people.reading() as session:
        [piece] = await session.exec(select(Piece))
        [upload] = await session.exec(select(Upload))
    kept = b"".join([piece.content, upload.seen or b"", upload.told or b"", upload.sheet or b""])
    for word in ("aida@mail.kg", "Ала-Тоо", "Гамма"):
        assert word.encode() not in kept
    assert not list(wiring.settings.key_folder.parent.glob("uploads/*"))


async def test_a_file_in_many_pieces_comes_out_whole(director: Staff, wiring: Wiring) -> None:
    content = register(9_000).encode()
    assert len(content) > 4 * keeping.PIECE
    path = await sent(director, wiring, content)
    async with director.people.reading() as session:
        [upload] = await session.exec(select(Upload))
        file = Path(wiring.settings.key_folder.parent / "whole")
        await keeping.write_out(session, wiring.addresses, upload, file)
    assert file.read_bytes() == content
    assert "CSV, UTF-8" in str(await page(director, f"{path}/map"))


async def test_too_large_a_file_is_refused_with_the_command(
    director: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arriving, "LARGEST", 600_000)
    reply = await send(director, b"x" * 900_000)
    assert reply.status_code == 422
    assert "pikir inspections import" in reply.text
    assert (await count(director, Upload), await count(director, Piece)) == (0, 0)


@pytest.mark.parametrize("content", [b"", None])
async def test_no_file_is_asked_for_again(director: Staff, content: bytes | None) -> None:
    files = {"file": ("", content or b"")}
    reply = await director.browser.post("/staff/registers", data={"of": "geti"}, files=files)
    assert reply.status_code == 422
    assert "Choose a file" in reply.text


async def test_letters_are_written_while_a_register_is_taken_in(
    director: Staff, wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the worker's own schedule: each batch leaves room, and the next start goes on."""
    path = await sent(director, wiring, register(2_000))
    await director.browser.post(f"{path}/map", data=await chosen(director, f"{path}/map"))
    await worked(wiring)
    assert (await director.browser.post(f"{path}/import")).status_code == 303
    stop = asyncio.Event()

    async def invite(wiring: Wiring, now: datetime) -> None:
        done.append(await letters.invite(wiring, now))
        if await count(director, Inspection):
            stop.set()

    done: list[object] = []
    taking = next(job for job in work.JOBS if job.act is registers.take_in)
    monkeypatch.setattr(work, "JOBS", (taking, work.Job("invite", 0, invite)))
    monkeypatch.setattr(work, "_TICK", 0.001)
    await asyncio.wait_for(work.run(wiring, stop), 30)
    assert len(done) > 1
    assert 0 < await count(director, Inspection) < 2_000  # broken off
    await worked(wiring)
    assert await count(director, Inspection) == 2_000


async def test_a_worker_that_is_killed_goes_on_at_its_next_start(
    director: Staff, wiring: Wiring, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await tried(director, wiring)
    await director.browser.post(f"{path}/import")

    async def killed(*_of: object, **_marks: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(registers, "_note", killed)  # after the rows, before anybody is told
        with pytest.raises(KeyboardInterrupt):
            await worked(wiring)
    assert "is being imported" in str(await page(director, path))
    await worked(wiring)
    assert "2 acts stand on record as they are" in str(await page(director, path))
    assert await count(director, Inspection) == 2


async def test_a_register_is_thrown_away_and_old_ones_go_by_themselves(
    director: Staff, wiring: Wiring
) -> None:
    path = await sent(director, wiring)
    assert (await director.browser.post(f"{path}/forget")).status_code == 303
    assert (await director.browser.get(path)).status_code == 403
    await sent(director, wiring)
    await registers.forget_old(wiring, clock.now() + timedelta(hours=22))
    assert await count(director, Piece) == 1
    await registers.forget_old(wiring, clock.now() + timedelta(hours=24))
    assert (await count(director, Upload), await count(director, Piece)) == (0, 0)


async def test_a_director_sees_no_register_of_another_inspectorate(
    director: Staff, wiring: Wiring
) -> None:
    path = await sent(director, wiring)
    await director.become(DIRECTOR, director.consumer)
    for method, end in (
        *(("GET", end) for end in ("", "/map", "/map.yaml", "/refused.xlsx")),
        *(("POST", end) for end in ("/map", "/map-file", "/sheet", "/import", "/forget")),
    ):
        reply = await director.browser.request(method, f"{path}{end}", data={})
        assert reply.status_code == 403, end
    assert (await send(director, FOREIGN)).status_code == 403
    assert await count(director, Upload) == 1
    await director.become(ADMINISTRATOR)
    assert (await director.browser.get(f"{path}/map")).status_code == 200
