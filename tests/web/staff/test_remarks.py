"""What the director reads in the entrepreneurs' own words."""

from app.accounts.roles import DIRECTOR
from app.questionnaires.answers import Closed
from app.wiring import Wiring
from tests.pages import read, words
from tests.web.staff.answering import answer, make_box, mix_all
from tests.web.staff.conftest import Staff

REMARKS = "/staff/remarks/geti/2026-q3"
OVERALL: dict[str, Closed] = {"overall": "4"}


async def test_remarks_are_read_once_they_are_mixed(staff: Staff, wiring: Wiring) -> None:
    box = await make_box(wiring, staff.geti)
    said = ["яблоко", "Абрикос", "<b>вишня</b>\nи слива"]
    await answer(wiring, box, [OVERALL] * 9, said)
    await mix_all(wiring)
    await staff.become(DIRECTOR, staff.geti)
    assert "no remarks to read yet" in words(read((await staff.browser.get(REMARKS)).text))
    await answer(wiring, box, [OVERALL])
    await mix_all(wiring)
    page = read((await staff.browser.get(REMARKS)).text)
    listed = [remark.text for remark in page.select(".remarks li")]
    assert listed == ["<b>вишня</b>\nи слива", "Абрикос", "яблоко"]
    assert "Do not look for who wrote a remark" in words(page)


async def test_a_remark_stands_without_answers_group_or_day(staff: Staff, wiring: Wiring) -> None:
    box = await make_box(wiring, staff.geti)
    await answer(wiring, box, [OVERALL] * 10, ["said"])
    await mix_all(wiring)
    await staff.become(DIRECTOR, staff.geti)
    page = read((await staff.browser.get(REMARKS)).text)
    assert [item.decode_contents() for item in page.select(".remarks li")] == ["said"]


async def test_remarks_of_another_inspectorate_are_not_among_them(
    staff: Staff, wiring: Wiring
) -> None:
    box = await make_box(wiring, staff.consumer)
    await answer(wiring, box, [OVERALL] * 10, ["theirs"])
    await mix_all(wiring)
    await staff.become(DIRECTOR, staff.geti)
    assert "theirs" not in (await staff.browser.get(REMARKS)).text
