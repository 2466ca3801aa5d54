"""Files of a report: asked for, waited for, fetched."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from app.accounts.roles import DIRECTOR
from app.lib import clock
from app.publications.reports import keeping
from app.publications.reports.stages import DRAWING, FAILED, READY
from app.wiring import Wiring
from app.work import reports
from tests.pages import read, words
from tests.web.staff.answering import answer, make_box, mix_all
from tests.web.staff.conftest import NOW, Staff
from tests.web.staff.test_report import DISPLEASED, PLEASED, REPORT, collect, inspect

UNANIMOUS = {**PLEASED, "rights": "5"}


async def post(staff: Staff, form: str) -> httpx.Response:
    return await staff.browser.post(f"{REPORT}/files", data={"form": form})


async def ask(staff: Staff, form: str) -> str:
    """The address of the page about the file."""
    reply = await post(staff, form)
    assert reply.status_code == 303
    return reply.headers["location"]


async def seen(staff: Staff, address: str) -> str:
    reply = await staff.browser.get(address)
    assert reply.status_code == 200
    return words(read(reply.text))


@pytest.mark.parametrize(("form", "start"), [("pdf", b"%PDF-1.7"), ("xlsx", b"PK")])
async def test_a_file_is_asked_for_made_and_fetched(
    director: Staff, wiring: Wiring, form: str, start: bytes
) -> None:
    await inspect(director, wiring, 60)
    await collect(director, wiring, 24, 6)
    page = await ask(director, form)
    assert "It is the next to be made." in await seen(director, page)
    assert (await director.browser.get(f"{page}/file")).status_code == 404
    await reports.make(wiring, NOW)
    assert "It is ready, with the figures of 3 August 2026." in await seen(director, page)
    file = await director.browser.get(f"{page}/file")
    assert file.content.startswith(start)
    name = f'attachment; filename="pikir-geti-2026-q3-en.{form}"'
    assert file.headers["content-disposition"] == name
    assert file.headers["cache-control"] == "no-store"
    assert await ask(director, form) == page  # nothing has moved: it is there at once


async def test_what_is_being_done_is_said_step_by_step(director: Staff, wiring: Wiring) -> None:
    page, other = await ask(director, "pdf"), await ask(director, "xlsx")
    assert "It waits for its turn: 1 file is made first." in await seen(director, other)
    async with director.people.transaction() as session:
        await keeping.note(session, page.rpartition("/")[2], DRAWING)
    assert "Step 1 of 2: the charts are being drawn." in await seen(director, page)


async def test_who_waits_longer_than_usual_is_told_that_the_worker_may_stand_still(
    director: Staff,
) -> None:
    page = await ask(director, "pdf")
    assert "stand still" not in await seen(director, page)
    clock.step_to(clock.now() + timedelta(minutes=6))
    assert "the worker may stand still. Tell your operator." in await seen(director, page)
    async with director.people.transaction() as session:
        await keeping.note(session, page.rpartition("/")[2], READY, b"%PDF")
    assert "stand still" not in await seen(director, page)


async def test_a_file_that_could_not_be_made_can_be_tried_again(
    director: Staff, wiring: Wiring
) -> None:
    page = await ask(director, "xlsx")
    async with director.people.transaction() as session:
        await keeping.note(session, page.rpartition("/")[2], FAILED)
    assert "The file could not be made." in await seen(director, page)
    assert await ask(director, "xlsx") == page
    assert "It is the next to be made." in await seen(director, page)


async def test_a_file_of_another_inspectorate_is_refused(director: Staff) -> None:
    page = await ask(director, "pdf")
    await director.become(DIRECTOR, director.consumer)
    for address in (page, f"{page}/file", "/staff/report-files/none"):
        assert (await director.browser.get(address)).status_code == 403
    assert (await post(director, "pdf")).status_code == 403


async def test_other_forms_are_not_known(director: Staff) -> None:
    assert (await post(director, "exe")).status_code == 404


async def test_json_holds_the_figures_and_their_labels(director: Staff, wiring: Wiring) -> None:
    await inspect(director, wiring, 60)
    await collect(director, wiring, 24, 6)
    reply = await director.browser.get(f"{REPORT}/data.json")
    told = json.loads(reply.content)
    assert (told["schema"], told["language"], told["day"]) == (
        "pikir-report/1", "en", "2026-08-03",
    )  # fmt: skip
    (result,) = told["results"]
    assert result["answered"] == 30
    (asked,) = told["asked"]
    wording = wiring.shelf.edition("post-inspection", 1).question("overall").text["en"]
    assert asked["questions"]["overall"]["text"] == wording
    assert "-en.json" in reply.headers["content-disposition"]


async def test_what_is_coded_has_no_count_in_json(director: Staff, wiring: Wiring) -> None:
    await inspect(director, wiring, 60)
    box = await make_box(wiring, director.geti)
    await answer(wiring, box, [UNANIMOUS] * 24 + [DISPLEASED | {"rights": "5"}] * 6)
    await mix_all(wiring)
    told = json.loads((await director.browser.get(f"{REPORT}/data.json")).content)
    coded = list(all_coded(told["results"]))
    assert coded
    for row in coded:
        assert [row.get(name) for name in ("count", "share", "positive", "interval")] == [None] * 4


def all_coded(node: Any) -> Any:
    """Every object that is only said in words, at any depth."""
    if isinstance(node, dict):
        if node.get("coded"):
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from all_coded(each)
