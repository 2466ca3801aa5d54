"""Masking takes two people; then the words are nowhere any more."""

import asyncio
from pathlib import Path

import pytest
from sqlmodel import select

from app.ballots import masking as words
from app.ballots.masking import barred
from app.ballots.restoring import catch_up
from app.ballots.tables import Remark
from app.lib.db import Database
from app.lib.errors import AlreadyDone, Invalid, NotAllowed
from app.remarks.masking import AlreadyProposed, OwnProposal, find, propose, settle
from app.remarks.place import By
from app.remarks.reading import Piece
from app.remarks.tables import Mask, MaskState
from tests.making.remarks import by
from tests.privacy.bytes_of import files_in, found, tables_of
from tests.remarks.conftest import Quarter

NAME = "Ивановой"


async def make_proposal(quarter: Quarter, marked: str = NAME, person: By | None = None) -> Mask:
    remark = (await quarter.remarks())["абрикос"]
    async with quarter.people.transaction() as session:
        spans = find(remark.text, marked)
        return await propose(session, quarter.place, remark.id, spans, person or by())


async def settled(quarter: Quarter, mask: Mask, verdict: str, person: By | None = None) -> None:
    async with quarter.people.transaction() as session:
        await settle(session, await session.get_one(Mask, mask.id), verdict, person or by())


async def test_words_are_hidden_once_a_second_person_has_confirmed(quarter: Quarter) -> None:
    mask = await make_proposal(quarter)
    remark = (await quarter.remarks())["абрикос"]
    assert NAME in remark.text
    assert Piece(NAME, "proposed") in remark.pieces
    await settled(quarter, mask, MaskState.CONFIRMED)
    remark = (await quarter.remarks())["абрикос"]
    assert remark.text == "абрикос у ████████\r\nв Оше"
    assert [piece.look for piece in remark.pieces] == ["", "masked", ""]


async def test_nobody_confirms_what_they_proposed(quarter: Quarter) -> None:
    person = by()
    mask = await make_proposal(quarter, person=person)
    for verdict in (MaskState.CONFIRMED, MaskState.REFUSED):
        with pytest.raises(OwnProposal):
            await settled(quarter, mask, verdict, person)
    with pytest.raises(NotAllowed):
        await settled(quarter, mask, MaskState.TAKEN_BACK)
    await settled(quarter, mask, MaskState.TAKEN_BACK, person)
    assert NAME in (await quarter.remarks())["абрикос"].text


async def test_a_remark_has_one_proposal_at_a_time(quarter: Quarter) -> None:
    mask = await make_proposal(quarter)
    with pytest.raises(AlreadyProposed):
        await make_proposal(quarter, "Оше")
    await settled(quarter, mask, MaskState.REFUSED)
    with pytest.raises(AlreadyDone):
        await settled(quarter, mask, MaskState.CONFIRMED)
    await make_proposal(quarter, "Оше")


async def test_of_two_who_settle_at_once_one_is_told_that_it_is_done(quarter: Quarter) -> None:
    mask = await make_proposal(quarter)
    outcomes = await asyncio.gather(
        settled(quarter, mask, MaskState.CONFIRMED),
        settled(quarter, mask, MaskState.REFUSED),
        return_exceptions=True,
    )
    assert [type(one) for one in outcomes if one] == [AlreadyDone]


def test_passages_are_found_wherever_they_stand_whatever_the_line_ends() -> None:
    text = "Иванов, Ош\r\nул. 1. Иванов"
    assert find(text, "Иванов\n\nОш ул.") == [[0, 6], [8, 15], [19, 25]]
    assert find("aaa", "aa\na") == [[0, 3]]
    for marked in ("", " \n", "\u200b", "Иванова", "Иванов.*"):
        with pytest.raises(Invalid):
            find(text, marked)


@pytest.mark.parametrize(
    "text",
    [
        "ӨМҮРБЕКОВ",
        "омурбеков",
        "Өмүр\u200bбек\u00adов",
        "\u202eӨ\u0301мү\u0308рбе\u0336ков",
        "ө\ufe0fм\u200dүрбеков",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    [[start, end]] = find(f"🙂{text}\u0301\u200f!", "Өмүрбеков")
    assert not set(barred(f"🙂{text}\u0301\u200f!", [[start, end]])) & set("омурбекв\u0301\u200f")


def test_all_of_ten_thousand_signs_are_found() -> None:
    text = "Ң\u0301 " * 3333
    assert find(text, "н") == [[place, place + 2] for place in range(0, len(text), 3)]
    assert find("анан" * 2500, "анан") == [[0, 10_000]]


async def take_out(quarter: Quarter) -> None:
    remark = (await quarter.remarks())["абрикос"]
    spans = find(remark.text, f"{NAME}\nОше")
    assert await words.mask(quarter.ballots, quarter.batch_folder, {remark.id: spans})


async def test_masked_words_are_in_no_file(quarter: Quarter, tmp_path: Path) -> None:
    wanted = [NAME.encode(), "Оше".encode()]
    assert found(wanted, files_in(tmp_path), tables_of(quarter.ballots)) == set(wanted)
    await take_out(quarter)
    assert found(wanted, files_in(tmp_path), tables_of(quarter.ballots)) == set()
    kept = ["абрикос у".encode(), "Слива".encode()]
    assert found(kept, files_in(tmp_path), tables_of(quarter.ballots)) == set(kept)


async def test_a_kill_while_a_file_is_replaced_leaves_no_words(
    quarter: Quarter, tmp_path: Path
) -> None:
    [batch] = quarter.batch_folder.glob("*.jsonl")
    batch.with_name(batch.name + ".old").hardlink_to(batch)
    await take_out(quarter)
    assert found([NAME.encode()], files_in(tmp_path), tables_of(quarter.ballots)) == set()


async def test_an_older_copy_gets_its_bars_from_the_batch_files(quarter: Quarter) -> None:
    before = await texts(quarter.ballots)
    await take_out(quarter)
    masked = await texts(quarter.ballots)
    async with quarter.ballots.transaction() as session:
        for remark in await session.exec(select(Remark)):
            remark.text = before[remark.id]
    async with quarter.ballots.transaction() as session:
        caught_up = await catch_up(session, quarter.keys, quarter.batch_folder)
    assert caught_up.masked == 1
    assert await texts(quarter.ballots) == masked != before
    async with quarter.ballots.transaction() as session:
        assert (await catch_up(session, quarter.keys, quarter.batch_folder)).masked == 0


async def texts(ballots: Database) -> dict[bytes, str]:
    async with ballots.reading() as session:
        return {one.id: one.text for one in await session.exec(select(Remark))}
