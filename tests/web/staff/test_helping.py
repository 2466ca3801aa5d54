"""The page of help."""

from app.accounts.roles import INSPECTOR
from tests.pages import read
from tests.web.staff.conftest import Staff


async def test_it_answers_ten_questions_and_every_way_on_it_is_open(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    page = read((await staff.browser.get("/staff/help")).text)
    assert len(page.select("h2")) == 10
    for link in page.select("main a"):
        assert (await staff.browser.get(str(link["href"]))).status_code == 200
    for where in ("/staff/inspections", "/staff/inspections/new"):
        assert read((await staff.browser.get(where)).text).select('a[href="/staff/help"]')
