"""What is typed about businesses that stand in the register twice."""

from typing import Any

from sqlmodel import col, select

from app.accounts.tables import Event
from app.lib.db import Database
from tests.cli.conftest import Typed
from tests.making.registry import make_inspection, make_inspectorate


async def register(people: Database, *licences: str) -> None:
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        await make_inspection(session, geti)
        for licence in licences:
            number: dict[str, Any] = {"tax_number": None, "licence_number": licence}
            await make_inspection(session, geti, **number)


async def test_doubles_are_named_merged_and_parted(people: Database, typed: Typed) -> None:
    await register(people, "17")
    named = await typed("businesses", "doubles")
    assert "name: KG 01234567890123 Ала-Тоо (1 acts)  <-  KG 17 Ала-Тоо (1 acts)" in named.output
    both = ("17", "01234567890123", "--country", "KG")
    assert "1 inspections moved" in (await typed("businesses", "merge", *both)).output
    assert "0 pairs." in (await typed("businesses", "doubles")).output
    undone = await typed("businesses", "unmerge", "17", "--country", "KG")
    assert undone.exit_code == 0, undone.output
    assert "1 pairs." in (await typed("businesses", "doubles")).output
    async with people.reading() as session:
        acts = await session.exec(select(Event.act, Event.about).order_by(col(Event.number)))
        assert acts.all() == [
            ("merged businesses", "KG 17 into 01234567890123"),
            ("parted businesses", "KG 17"),
        ]


async def test_what_cannot_be_done_is_said(people: Database, typed: Typed) -> None:
    await register(people, "17")
    unknown = await typed("businesses", "merge", "18", "17", "--country", "KG")
    assert "No business of KG has the number 18." in unknown.output
    itself = await typed("businesses", "merge", "17", "17", "--country", "KG")
    assert "Choose another business" in itself.output
    assert "Nothing to do" in (await typed("businesses", "unmerge", "17", "--country", "KG")).output
