"""Slips with the way to the open questionnaire."""

import re

import pytest
import segno
from bs4 import BeautifulSoup

from app.accounts.roles import INSPECTOR
from app.web.staff.slips import square
from tests.browsing import ORIGIN
from tests.pages import read, words
from tests.web.staff.conftest import Staff
from tests.web.staff.test_entering import saved_page

SLIPS = "/staff/slips"


async def page_of(staff: Staff, query: str = "") -> BeautifulSoup:
    return read((await staff.browser.get(f"{SLIPS}{query}")).text)


def dark_modules(svg: str) -> set[tuple[int, int]]:
    """Rows and columns that the path of a square paints, without its margin of four."""
    found = set()
    [path] = re.findall(r'stroke="[^"]+" d="([^"]+)"', svg)
    row = column = 0.0
    for act, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        steps = [float(one) for one in numbers.split()]
        if act == "h":
            found |= {(int(row), int(column) + n) for n in range(int(steps[0]))}
            column += steps[0]
        else:
            column, row = steps if act == "M" else (column + steps[0], row + steps[1])
    return {(row - 4, column - 4) for row, column in found}


def test_the_square_holds_the_address() -> None:
    address = "https://pikir.example/ky/open/geti"
    matrix = segno.make(address, error="q", micro=False).matrix
    expected = {
        (y, x) for y, line in enumerate(matrix) for x, module in enumerate(line) if module & 1
    }
    assert dark_modules(str(square(address))) == expected


async def test_a_slip_leads_to_the_open_questionnaire_and_to_no_act(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    page = await page_of(staff, "?of=geti")
    assert len(page.select(".slip")) == 2
    titles = {title.text for title in page.select(".slip svg title")}
    assert titles == {f"{ORIGIN}/ky/open/geti"}
    assert {one.text for one in page.select(".address")} == {"pikir.test/ky/open/geti"}
    assert (await staff.browser.get("/ky/open/geti")).status_code in (200, 503)


@pytest.mark.parametrize(
    ("language", "spoken"),
    [("ky", ["ky", "ru"]), ("en", ["en", "ru"]), ("ru", ["ru", "ky"]), ("xx", ["ky", "ru"])],
)
async def test_it_speaks_the_entrepreneurs_language_and_russian(
    staff: Staff, language: str, spoken: list[str]
) -> None:
    await staff.become(INSPECTOR, staff.geti)
    page = await page_of(staff, f"?of=geti&language={language}")
    slip = page.select_one(".slip")
    assert slip
    assert [str(side["lang"]) for side in slip.select(".side")] == spoken
    assert f"/{spoken[0]}/open/geti" in words(page)


async def test_a_stack_is_printed_at_once_but_no_wall_of_paper(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    assert len((await page_of(staff, "?sheets=3")).select(".slip")) == 6
    assert len((await page_of(staff, "?sheets=9999")).select(".slip")) == 40
    assert len((await page_of(staff, "?sheets=-1")).select(".slip")) == 2


async def test_an_act_without_an_address_offers_a_slip_that_does_not_know_it(
    staff: Staff,
) -> None:
    await staff.become(INSPECTOR, staff.geti)
    page = await saved_page(staff, email="", no_email_reason="refused", language="ru")
    [way] = page.select('a[href^="/staff/slips"]')
    assert way["href"] == "/staff/slips?of=geti&language=ru"
    assert "17-А" not in (await staff.browser.get(str(way["href"]))).text
    page = await saved_page(staff, act_number="18", act_date="21.07.2026")
    assert page.select('a[href^="/staff/slips"]') == []
