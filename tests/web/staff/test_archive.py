"""Administrators see the archive, and take its files with them."""

from datetime import UTC, datetime
from hashlib import sha256

from app.accounts.roles import ADMINISTRATOR
from app.registry.archive.closing import close_due
from app.registry.erasing import erase_due
from app.wiring import Wiring
from tests.making.registry import make_inspection
from tests.pages import read, words
from tests.web.staff.conftest import Staff

PAGE = "/staff/archive"
CLOSED = datetime(2026, 11, 20, 6, tzinfo=UTC)


async def test_a_file_is_downloaded_with_the_digest_that_the_page_shows(
    staff: Staff, wiring: Wiring
) -> None:
    async with staff.people.transaction() as session:
        await make_inspection(session, staff.geti, wiring.addresses, act_number="17-А")
    await staff.become(ADMINISTRATOR)
    assert "No quarter has been closed yet." in words(read((await staff.browser.get(PAGE)).text))
    await erase_due(staff.people, CLOSED)
    await close_due(staff.people, CLOSED)
    page = read((await staff.browser.get(PAGE)).text)
    link, digest = page.select_one(".records a"), page.select_one(".records .code")
    assert link
    assert digest
    file = await staff.browser.get(str(link["href"]))
    assert file.headers["content-disposition"] == 'attachment; filename="geti-2026-q3.jsonl"'
    assert sha256(file.content).hexdigest() == digest.text
    assert '"act_number":"17-А"' in file.text


async def test_there_is_no_file_of_an_open_quarter(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    for address in ("geti/2026-q3", "geti/soon", "none/2026-q3"):
        assert (await staff.browser.get(f"{PAGE}/{address}")).status_code == 404
