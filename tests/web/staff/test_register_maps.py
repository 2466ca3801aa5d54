"""What a register is read with: a sheet of the workbook, and a column map sent as a file."""

import re

from bs4 import BeautifulSoup

from app.wiring import Wiring
from tests.web.staff.conftest import Staff
from tests.web.staff.sending_registers import (
    CHOSEN,
    WORDS,
    chosen,
    main,
    send_map,
    sent,
    tried,
    workbook,
    worked,
)


async def test_a_map_is_kept_and_used_the_next_time(director: Staff, wiring: Wiring) -> None:
    path = await tried(director, wiring)
    kept = await director.browser.get(f"{path}/map.yaml")
    assert "Плановая: scheduled" in kept.text
    again = await sent(director, wiring)
    assert (await send_map(director, again, kept.text)).status_code == 303
    assert (await chosen(director, f"{again}/map")).items() >= (CHOSEN | WORDS).items()


async def test_a_wrong_map_is_refused_in_the_readers_language(
    director: Staff, wiring: Wiring
) -> None:
    path = await sent(director, wiring)
    reply = await send_map(director, path, "colums: {}")
    assert reply.status_code == 422
    assert "is no part of a map" in reply.text
    await director.browser.post("/staff/language", data={"language": "ru", "back": "/staff/"})
    for written in ("colums: {}", "columns: [", "columns: [a]", "columns: &a {}", ""):
        reply = await send_map(director, path, written)
        fault = BeautifulSoup(reply.text, "html.parser").select_one("#map-error")
        assert fault
        own = re.sub(r'map\.yaml|"[^"]*"|columns?[.\w]*|YAML|INN|\w+_\w+|email', "", fault.text)
        assert not re.search("[a-z]{4}", own), own


async def test_the_sheet_of_a_workbook_is_chosen_on_the_page(
    director: Staff, wiring: Wiring
) -> None:
    path = await sent(director, wiring, workbook())
    assert "About this book" in (await main(director, f"{path}/map")).text
    for wrong in ("2", "-1", "9" * 5_000, "Acts", ""):
        reply = await director.browser.post(f"{path}/sheet", data={"sheet": wrong})
        assert reply.status_code == 404
    assert (await director.browser.post(f"{path}/sheet", data={"sheet": "1"})).status_code == 303
    await worked(wiring)
    assert "Ала-Тоо" in (await main(director, f"{path}/map")).text
    words = {"word-kind-0": "scheduled", "word-kind-1": "unscheduled"}
    reply = await director.browser.post(f"{path}/map", data=CHOSEN | words)
    assert reply.status_code == 303, reply.text
    await worked(wiring)
    assert "2 acts are new" in (await main(director, path)).text
    kept = (await director.browser.get(f"{path}/map.yaml")).text
    assert "sheet: Acts" in kept

    again = await sent(director, wiring, workbook())
    await send_map(director, again, kept)
    await worked(wiring)
    assert (await chosen(director, f"{again}/map")).items() >= (CHOSEN | words).items()
    await send_map(director, again, kept.replace("sheet: Acts", "sheet: Акты"))
    await worked(wiring)
    assert "There is no sheet “Акты”" in (await main(director, f"{again}/map")).text
