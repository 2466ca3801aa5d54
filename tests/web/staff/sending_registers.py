"""A foreign register, sent by the page and worked on, and what its pages show then."""

from io import BytesIO
from typing import Any

import httpx
from bs4 import BeautifulSoup, Tag
from openpyxl import Workbook
from sqlmodel import func, select

from app.lib import clock
from app.wiring import Wiring
from app.work import registers
from tests.web.staff.conftest import Staff

FOREIGN = """Номер;Дата;Вид;ИНН;Субъект;Почта
17;07/20/2026;Плановая;01234567890123;Ала-Тоо;aida@mail.kg
18;07/21/2026;Внеплановая;01234567890124;Бета;-
19;07/22/2026;Плановая;1;=Гамма;-
"""
CHOSEN = {
    "column-act_number": "Номер",
    "column-act_date": "Дата",
    "column-started_on": "Дата",
    "column-finished_on": "Дата",
    "column-kind": "Вид",
    "column-tax_number": "ИНН",
    "column-business_name": "Субъект",
    "column-email": "Почта",
    "constant-region": "KG-GB",
    "constant-outcome": "other",
    "constant-no_email_reason": "has_none",
    "dates": "MM/DD/YYYY",
    "empty": "-",
}
WORDS = {"word-kind-0": "scheduled", "word-kind-1": "unscheduled"}


async def send(staff: Staff, content: bytes | str) -> httpx.Response:
    files: dict[str, Any] = {"file": ("июль.csv", content)}
    return await staff.browser.post("/staff/registers", data={"of": "geti"}, files=files)


async def send_map(staff: Staff, path: str, written: str) -> httpx.Response:
    files: dict[str, Any] = {"map": ("map.yaml", written)}
    return await staff.browser.post(f"{path}/map-file", files=files)


async def sent(staff: Staff, wiring: Wiring, content: bytes | str = FOREIGN) -> str:
    """The address of its page, once the worker has looked into it."""
    reply = await send(staff, content)
    assert reply.status_code == 303, reply.text
    await worked(wiring)
    return str(reply.headers["location"])


async def worked(wiring: Wiring) -> None:
    await registers.take_in(wiring, clock.now())


async def page(staff: Staff, path: str) -> BeautifulSoup:
    reply = await staff.browser.get(path)
    assert reply.status_code == 200, reply.headers.get("location")
    return BeautifulSoup(reply.text, "html.parser")


async def main(staff: Staff, path: str) -> Tag:
    found = (await page(staff, path)).select_one("main")
    assert found
    return found


async def chosen(staff: Staff, path: str) -> dict[str, str]:
    """What the form of the map shows, by the name of each control."""
    form = (await main(staff, path)).select_one("form[action$=map]")
    assert form
    given = {str(it["name"]): str(it.get("value", "")) for it in form.select("input")}
    for select_ in form.select("select:has(option[selected])"):
        [option] = select_.select("option[selected]")
        given[str(select_["name"])] = str(option["value"])
    return given


async def tried(staff: Staff, wiring: Wiring) -> str:
    path = await sent(staff, wiring)
    reply = await staff.browser.post(f"{path}/map", data=CHOSEN | WORDS)
    assert reply.status_code == 303, reply.text
    await worked(wiring)
    return path


async def count(staff: Staff, table: type[Any]) -> int:
    async with staff.people.reading() as session:
        return (await session.exec(select(func.count()).select_from(table))).one()


def workbook() -> bytes:
    """Its second sheet is the register."""
    book = Workbook()
    book.active.append(["About this book"])
    acts = book.create_sheet("Acts")
    for line in FOREIGN.splitlines():
        acts.append(line.replace("=", "").split(";"))
    content = BytesIO()
    book.save(content)
    return content.getvalue()
