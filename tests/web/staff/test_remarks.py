"""What the director reads in the entrepreneurs' own words, and decides on it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from app.accounts.roles import ADMINISTRATOR, DIRECTOR
from app.lib import clock
from app.questionnaires.answers import Closed
from app.wiring import Wiring
from app.work.remarks import take_words_out
from tests.pages import read, words
from tests.web.staff.answering import answer, make_box, mix_all
from tests.web.staff.conftest import Staff

REMARKS = "/staff/remarks/geti/2026-q3"
OVERALL: dict[str, Closed] = {"overall": "4"}
HOSTILE = [
    "<script>alert(1)</script><b>вишня</b>\nи слива {{ 7*7 }} &amp;",
    "\u202eправо\u2066 налево \u200b\u200d\ufeff",
    "Ж" * 2000,
    "a\n\n\n\n  b",
]
NOTHING = {"kind": "no_action", "reason": "Not ours to change."}
MEASURE = {
    "kind": "measure",
    "reason": "Many ask for it.",
    "what": "Send the checklist along",
    "owner": "Office in Osh",
    "due_on": "01.12.2026",
}


async def write(staff: Staff, wiring: Wiring, said: Sequence[str]) -> None:
    box = await make_box(wiring, staff.geti)
    await answer(wiring, box, [OVERALL] * max(10, len(said)), said)
    await mix_all(wiring)
    await staff.become(DIRECTOR, staff.geti)


async def look(staff: Staff, path: str = REMARKS) -> BeautifulSoup:
    reply = await staff.browser.get(path)
    assert reply.status_code == 200, reply.text
    return read(reply.text)


def listed(page: BeautifulSoup) -> list[str]:
    return [remark.text for remark in page.select(".said")]


async def send(staff: Staff, path: str, given: Mapping[str, object], status: int = 303) -> str:
    """Where it leads, or the page that says what is wrong."""
    content = urlencode(given, doseq=True)
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    reply = await staff.browser.post(path, content=content, headers=kind)
    assert reply.status_code == status, reply.text
    return reply.headers["location"] if status == 303 else reply.text


async def keys(staff: Staff) -> dict[str, str]:
    """Of the remarks, by their words."""
    picks = (await look(staff)).select(".pick")
    return {
        pick.select_one(".said").text: str(pick.select_one("input")["value"])  # type: ignore[union-attr,index]
        for pick in picks
    }


async def test_the_last_quarter_of_a_year_says_what_stands_with_it(
    staff: Staff, wiring: Wiring
) -> None:
    await write(staff, wiring, ["apricot"])
    said = "are mixed when the year has ended. They stand here, too."
    assert said in words(await look(staff, "/staff/remarks/geti/2025-q4"))
    assert said not in words(await look(staff))


async def test_remarks_are_read_once_they_are_mixed(staff: Staff, wiring: Wiring) -> None:
    box = await make_box(wiring, staff.geti)
    said = ["яблоко", "Абрикос", "<b>вишня</b>\nи слива"]
    await answer(wiring, box, [OVERALL] * 9, said)
    await mix_all(wiring)
    await staff.become(DIRECTOR, staff.geti)
    assert "no remarks to read yet" in words(await look(staff))
    await answer(wiring, box, [OVERALL])
    await mix_all(wiring)
    page = await look(staff)
    assert listed(page) == ["<b>вишня</b>\nи слива", "Абрикос", "яблоко"]
    assert "Do not look for who wrote a remark" in words(page)


async def test_a_remark_stands_without_answers_group_or_day(staff: Staff, wiring: Wiring) -> None:
    await write(staff, wiring, ["said"])
    [remark] = (await look(staff)).select(".remarks > li")
    assert words(remark) == "said Not decided yet Open this remark : said"


async def test_remarks_of_another_inspectorate_are_not_among_them(
    staff: Staff, wiring: Wiring
) -> None:
    box = await make_box(wiring, staff.consumer)
    await answer(wiring, box, [OVERALL] * 10, ["theirs"])
    await mix_all(wiring)
    await staff.become(DIRECTOR, staff.consumer)
    theirs = "/staff/remarks/consumer/2026-q3"
    [pick] = (await look(staff, theirs)).select(".pick input")
    await staff.become(DIRECTOR, staff.geti)
    assert "theirs" not in (await staff.browser.get(REMARKS)).text
    assert (await staff.browser.get(theirs)).status_code == 403
    await send(staff, REMARKS, NOTHING | {"remark": pick["value"]}, 404)
    assert (await staff.browser.get(f"{REMARKS}/{pick['value']}")).status_code == 404


async def test_hostile_remarks_are_shown_whole_and_harmless(staff: Staff, wiring: Wiring) -> None:
    await write(staff, wiring, HOSTILE)
    page = await look(staff)
    assert sorted(listed(page)) == sorted(HOSTILE)
    assert page.select(".said *") == []
    for key in (await keys(staff)).values():
        assert (await look(staff, f"{REMARKS}/{key}")).select(".said *") == []


async def test_many_remarks_get_a_theme_and_a_decision_with_one_button(
    staff: Staff, wiring: Wiring
) -> None:
    await write(staff, wiring, ["один", "два", "три"])
    known = await keys(staff)
    chosen = {"remark": [known["один"], known["два"]], "theme": ["timing", "burden"]}
    to = await send(staff, f"{REMARKS}?words=", {**NOTHING, **chosen})
    page = await look(staff, to)
    assert "Saved for 2 remarks." in words(page)
    assert "Decided on: 2 of 3 (67%)." in words(page)
    for query, found in (
        ("state=no_action", ["два", "один"]),
        ("state=open", ["три"]),
        ("theme=timing", ["два", "один"]),
        ("theme=timing&words=ДВ", ["два"]),
        ("theme=thanks", []),
    ):
        assert listed(await look(staff, f"{REMARKS}?{query}")) == found
    table = [words(row) for row in page.select("table.figures tbody tr")]
    assert table == [
        "Burden on the business 0 0 0 0 2",
        "Timing and time limits 0 0 0 0 2",
        "All remarks 0 0 0 0 3",
    ]


async def test_what_is_missing_is_said_and_nothing_is_lost(staff: Staff, wiring: Wiring) -> None:
    await write(staff, wiring, ["один", "два"])
    known = await keys(staff)
    given = {"remark": known["один"], "kind": "measure", "what": "Ring first", "theme": "timing"}
    page = read(await send(staff, REMARKS, given, 422))
    wrong = [str(link["href"]) for link in page.select(".errors a")]
    assert wrong == ["#owner", "#due_on", "#reason"]
    ticked = [str(box["value"]) for box in page.select("input[checked]")]
    assert ticked == [known["один"], "timing", "measure"]
    assert page.select_one("#what")["value"] == "Ring first"  # type: ignore[index]
    page = read(await send(staff, REMARKS, {"kind": ""}, 422))
    assert [str(link["href"]) for link in page.select(".errors a")] == ["#remarks", "#kind"]


async def test_pages_follow_each_other_by_plain_links(staff: Staff, wiring: Wiring) -> None:
    await write(staff, wiring, [f"замечание {n:02}" for n in range(30)])
    page = await look(staff, f"{REMARKS}?words=замечание")
    assert listed(page) == [f"замечание {n:02}" for n in range(25)]
    [link] = page.select(".pages a[href*='page=2']")
    page = await look(staff, str(link["href"]))
    assert listed(page) == [f"замечание {n:02}" for n in range(25, 30)]
    assert listed(await look(staff, f"{REMARKS}?page=99")) == listed(page)


async def test_a_decision_is_changed_with_a_trace(staff: Staff, wiring: Wiring) -> None:
    await write(staff, wiring, ["один"])
    [key] = (await keys(staff)).values()
    here = f"{REMARKS}/{key}"
    assert await send(staff, f"{here}/decision", MEASURE) == here
    clock.step_to(clock.now() + timedelta(hours=13))
    await staff.become(DIRECTOR, staff.geti)
    await send(staff, f"{here}/decision", NOTHING)
    last, before = ((words(panel)) for panel in (await look(staff, here)).select("main .panel"))
    assert last == "No action Not ours to change. 4 August 2026, Aida Asanova"
    assert before.startswith("A measure : Send the checklist along Many ask for it. 3 August")
    await send(staff, f"{here}/decision", {"kind": "no_action", "reason": ""}, 422)


async def test_themes_of_one_remark_are_those_ticked(staff: Staff, wiring: Wiring) -> None:
    await write(staff, wiring, ["один"])
    [key] = (await keys(staff)).values()
    here = f"{REMARKS}/{key}"
    for themes in (["timing", "other"], ["thanks"]):
        await send(staff, f"{here}/themes", {"theme": themes})
        ticked = (await look(staff, here)).select("input[name=theme][checked]")
        assert [box["value"] for box in ticked] == themes
    await send(staff, f"{here}/themes", {"theme": "weather"}, 404)


async def test_a_measure_is_followed_until_it_is_done(staff: Staff, wiring: Wiring) -> None:
    await write(staff, wiring, ["один", "два"])
    known = list((await keys(staff)).values())
    await send(staff, REMARKS, MEASURE | {"remark": known})
    page = await look(staff, "/staff/measures/geti")
    [row] = page.select("main .list li")
    assert "Planned , due date: 1 December 2026 because of 2 remarks" in words(row)
    [link] = row.select("a")
    here = str(link["href"])
    clock.step_to(clock.now() + timedelta(days=150))
    await staff.become(DIRECTOR, staff.geti)
    [late] = (await look(staff, "/staff/measures/geti")).select("main .list li.lost")
    assert "due date passed: 1 December 2026" in words(late)
    changed = {name: MEASURE[name] for name in ("what", "owner", "due_on")}
    assert "Choose how far" in await send(staff, here, changed | {"progress": "never"}, 422)
    await send(staff, here, changed | {"progress": "done"})
    page = await look(staff, "/staff/measures/geti")
    assert page.select("main .list li.lost") == []
    assert "Done" in words(page)
    await staff.become(DIRECTOR, staff.consumer)
    assert (await staff.browser.get(here)).status_code == 403
    assert (await staff.browser.get(here.replace("geti", "consumer"))).status_code == 404


@pytest.mark.parametrize("second", [DIRECTOR, ADMINISTRATOR])
async def test_words_are_masked_by_two_people_and_then_gone(
    staff: Staff, wiring: Wiring, second: str
) -> None:
    await write(staff, wiring, ["У Иванова в Оше", "два"])
    here = f"{REMARKS}/{(await keys(staff))['У Иванова в Оше']}"
    assert "does not stand" in await send(staff, f"{here}/mask", {"marked": "Петрова"}, 422)
    await send(staff, f"{here}/mask", {"marked": "Иванова"})
    await send(staff, f"{here}/mask", {"marked": "Оше"}, 409)
    [form] = (await look(staff, "/staff/masks")).select("main .remarks form")
    act = str(form["action"])
    await send(staff, act, {"press": "confirmed"}, 409)
    await send(staff, act, {"press": "proposed"}, 404)
    await staff.become(DIRECTOR, staff.consumer)
    assert (await look(staff, "/staff/masks")).select("form[action^='/staff/masks']") == []
    await send(staff, act, {"press": "confirmed"}, 403)
    where = staff.geti if second == DIRECTOR else None
    await staff.become(DIRECTOR if second == DIRECTOR else ADMINISTRATOR, where)
    page = await look(staff, "/staff/masks")
    assert [mark.text for mark in page.select("mark")] == ["Иванова"]
    assert "два" not in page.text
    await send(staff, act, {"press": "confirmed"})
    await send(staff, act, {"press": "confirmed"}, 409)
    await staff.become(DIRECTOR, staff.geti)
    for _ in range(2):
        assert listed(await look(staff)) == ["два", "У [masked] в Оше"]
        assert listed(await look(staff, f"{REMARKS}?words=Иванова")) == []
        await take_words_out(wiring, clock.now())
    assert await take_words_out(wiring, clock.now()) == 0
    await staff.become(ADMINISTRATOR)
    trail = words(await look(staff, "/staff/audit"))
    assert "Confirmed that words of a remark are masked" in trail
    assert "Иванова" not in trail


async def test_whoever_proposed_may_take_it_back(staff: Staff, wiring: Wiring) -> None:
    await write(staff, wiring, ["У Иванова"])
    [key] = (await keys(staff)).values()
    await send(staff, f"{REMARKS}/{key}/mask", {"marked": "Иванова"})
    [form] = (await look(staff, "/staff/masks")).select("main .remarks form")
    await send(staff, str(form["action"]), {"press": "taken_back"})
    assert "Nothing waits." in words(await look(staff, "/staff/masks"))
    assert listed(await look(staff)) == ["У Иванова"]
