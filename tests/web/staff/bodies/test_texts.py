"""The signers' words: drafts, versions, previews and test letters."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from app.accounts.roles import ADMINISTRATOR
from app.accounts.tables import Event
from app.invitations.samples import AN_HOUR
from app.invitations.tables import SampleLetter
from app.lib import clock as time
from app.lib.db import Database
from app.lib.i18n import LANGUAGES
from app.mail.tables import Letter
from app.registry.signers import signers, versions
from app.web.staff.bodies.entries import flat
from app.wiring import Wiring
from app.work.letters import write_samples
from tests.making.registry import described
from tests.pages import read, words
from tests.web.staff.conftest import NOW, Staff

AT = "/staff/bodies/geti/texts"


def saying(said: str, *languages: str) -> dict[str, Any]:
    """The form of the minister, who says something else."""
    places = flat({"signers": {"minister": described()["signers"]["minister"]}})
    changed = {f"signers.minister.texts.{it}.words" for it in languages or LANGUAGES}
    return {place: said if place in changed else value for place, value in places.items()}


async def written(people: Database, staff: Staff, days: int = 0) -> str:
    async with people.reading() as session:
        found = await signers(session, staff.geti, NOW + timedelta(days=days))
    return found["minister"].texts["ky"]["words"]


async def acts(people: Database) -> list[tuple[str, str]]:
    async with people.reading() as session:
        events = await session.exec(select(Event).order_by(col(Event.at)))
        return [(event.act, event.about) for event in events if "letter" in event.act]


async def test_a_draft_is_written_looked_at_and_put_in_force(
    staff: Staff, people: Database
) -> None:
    await staff.become(ADMINISTRATOR)
    assert (await staff.browser.get(f"{AT}/minister/write")).status_code == 200
    saved = await staff.browser.post(f"{AT}/minister/write", data=saying("Жаңы сөз"))
    assert saved.headers["location"] == f"{AT}#minister"
    page = words(read((await staff.browser.get(AT)).text))
    assert "Version 2 Draft" in page
    assert "Version 1 In force" in page
    assert await written(people, staff) == "Please answer."
    shown = (await staff.browser.get(f"{AT}/letters/invitation/ky/html")).text
    assert "Жаңы сөз" in shown
    assert (
        "Жаңы сөз"
        not in (await staff.browser.get(f"{AT}/letters/invitation/ky/html?stand=now")).text
    )
    put = await staff.browser.post(f"{AT}/minister/release", data={"day": "2026-08-03"})
    assert put.status_code == 303
    assert await written(people, staff) == "Жаңы сөз"
    assert await acts(people) == [
        ("wrote a letter text", "geti minister 2"),
        ("put a letter text in force", "geti minister 2 from 2026-08-03"),
    ]


async def test_the_page_shows_what_changed_and_who_wrote_it(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    await staff.browser.post(f"{AT}/minister/write", data=saying("Жаңы сөз"))
    page = read((await staff.browser.get(AT)).text)
    assert [one.get_text() for one in page.select("del")] == ["Please answer."] * 4
    assert [one.get_text() for one in page.select("ins")] == ["Жаңы сөз"] * 4
    assert "Written by Aida Asanova on 3 August 2026." in words(page)


async def test_a_successor_is_planned_for_a_day(staff: Staff, people: Database) -> None:
    await staff.become(ADMINISTRATOR)
    await staff.browser.post(f"{AT}/minister/write", data=saying("Жаңы министр"))
    await staff.browser.post(f"{AT}/minister/release", data={"day": "2026-08-10"})
    assert "Version 2 Planned" in words(read((await staff.browser.get(AT)).text))
    assert await written(people, staff, days=6) == "Please answer."
    assert await written(people, staff, days=7) == "Жаңы министр"


async def test_an_earlier_version_is_taken_back_as_a_new_one(
    staff: Staff, people: Database
) -> None:
    await staff.become(ADMINISTRATOR)
    await staff.browser.post(f"{AT}/minister/write", data=saying("Жаңы сөз"))
    await staff.browser.post(f"{AT}/minister/release", data={"day": "2026-08-03"})
    form = read((await staff.browser.get(f"{AT}/minister/write?version=1")).text)
    entered = {
        str(field["name"]): str(field.get("value") or field.get_text().strip())
        for field in form.select("#body input, #body textarea")
    }
    await staff.browser.post(f"{AT}/minister/write", data=entered)
    await staff.browser.post(f"{AT}/minister/release", data={"day": "2026-08-03"})
    async with people.reading() as session:
        first, _second, third = await versions(session, staff.geti, "minister")
    assert (third.version, third.texts, third.email) == (3, first.texts, first.email)
    assert await written(people, staff) == "Please answer."


async def test_no_language_is_left_out_or_left_behind(staff: Staff, people: Database) -> None:
    await staff.become(ADMINISTRATOR)
    empty = await staff.browser.post(f"{AT}/minister/write", data=saying(" ", "kk"))
    assert empty.status_code == 422
    assert read(empty.text).select(".errors a[href='#signers.minister.texts.kk.words']")
    behind = await staff.browser.post(f"{AT}/minister/write", data=saying("Answer soon.", "en"))
    assert behind.status_code == 422
    boxes = read(behind.text).select("input[name=still_fit]")
    assert [box["value"] for box in boxes] == ["ky", "kk", "ru"]
    said = {**saying("Answer soon.", "en"), "still_fit": ["ky", "kk", "ru"]}
    assert (await staff.browser.post(f"{AT}/minister/write", data=said)).status_code == 303


@pytest.mark.parametrize("day", ["2026-08-02", "", "soon"])
async def test_a_wrong_day_is_refused_beside_its_field(
    staff: Staff, people: Database, day: str
) -> None:
    await staff.become(ADMINISTRATOR)
    await staff.browser.post(f"{AT}/minister/write", data=saying("Жаңы сөз"))
    reply = await staff.browser.post(f"{AT}/minister/release", data={"day": day})
    assert reply.status_code == 422
    assert read(reply.text).select(".errors a[href='#minister-day']")
    assert await written(people, staff) == "Please answer."


async def test_a_draft_is_thrown_away(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    await staff.browser.post(f"{AT}/minister/write", data=saying("Жаңы сөз"))
    assert (await staff.browser.post(f"{AT}/minister/discard")).status_code == 303
    assert "Draft" not in words(read((await staff.browser.get(AT)).text))
    assert (await staff.browser.post(f"{AT}/minister/discard")).status_code == 410


@pytest.mark.parametrize("kind", ["invitation", "reminder"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_letter_is_shown_in_a_frame_that_can_do_nothing(
    staff: Staff, kind: str, language: str
) -> None:
    await staff.become(ADMINISTRATOR)
    page = await staff.browser.get(f"{AT}/letters/{kind}/{language}")
    frame = read(page.text).select_one("iframe")
    assert frame
    assert frame.has_attr("sandbox")
    assert not frame["sandbox"]
    assert page.headers["content-security-policy"].endswith("frame-src 'self'")
    letter = await staff.browser.get(str(frame["src"]))
    policy = letter.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("sandbox")
    assert "script-src" not in policy
    assert f'<html lang="{language}">' in letter.text
    assert "This is a test letter" not in letter.text
    assert "/s/" not in letter.text
    assert (await staff.browser.get(f"{AT}/letters/{kind}/de")).status_code == 404


async def test_a_test_letter_is_written_by_the_worker_and_takes_no_answer(
    staff: Staff, people: Database, wiring: Wiring
) -> None:
    await staff.become(ADMINISTRATOR)
    await staff.browser.post(f"{AT}/minister/write", data=saying("Жаңы сөз"))
    wanted = {"address": "me@mail.kg", "kind": "invitation", "language": "en"}
    assert (await staff.browser.post(f"{AT}/test", data=wanted)).status_code == 303
    assert "Waiting to be written" in words(read((await staff.browser.get(AT)).text))
    assert await write_samples(wiring, time.now()) == 1
    async with people.reading() as session:
        [asked] = await session.exec(select(SampleLetter))
        [letter] = await session.exec(select(Letter))
        draft = wiring.outbox.open(letter)
    assert (asked.address, asked.letter_id, letter.kind) == (None, letter.id, "test")
    assert draft.to == "me@mail.kg"
    assert draft.subject.startswith("Test: Your opinion about the inspection of 2 August 2026")
    assert "Жаңы сөз" in draft.text
    for part in (draft.text, draft.html):
        assert "This is a test letter." in part
        assert "/s/" not in part
        assert "/u/" not in part
    assert draft.list_unsubscribe is None
    assert await write_samples(wiring, time.now()) == 0
    assert ("asked for a test letter", "geti invitation en") in await acts(people)
    explained = await staff.browser.get("/en/test-letter?lang=en")
    assert "nobody can answer through it" in words(read(explained.text))


async def test_there_are_only_so_many_test_letters_an_hour(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    wanted = {"address": "me@mail.kg", "kind": "reminder", "language": "ru"}
    for _ in range(AN_HOUR):
        assert (await staff.browser.post(f"{AT}/test", data=wanted)).status_code == 303
    refused = await staff.browser.post(f"{AT}/test", data=wanted)
    assert refused.status_code == 422
    assert "At most 6 test letters an hour" in words(read(refused.text))
    time.step_to(NOW + timedelta(minutes=61))
    await staff.become(ADMINISTRATOR)
    assert (await staff.browser.post(f"{AT}/test", data=wanted)).status_code == 303


async def test_a_test_letter_needs_an_address(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    wanted = {"address": "me", "kind": "reminder", "language": "ru"}
    reply = await staff.browser.post(f"{AT}/test", data=wanted)
    assert reply.status_code == 422
    page = read(reply.text)
    assert page.select(".errors a[href='#address']")
    assert page.select("#address")[0]["value"] == "me"
