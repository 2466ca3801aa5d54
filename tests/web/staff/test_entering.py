"""The inspector's form."""

from datetime import timedelta

import httpx
from bs4 import BeautifulSoup
from sqlmodel import select

from app.accounts.roles import INSPECTOR
from app.accounts.tables import Event
from app.invitations.inviting import invite_due
from app.lib import clock
from app.lib.db import Database
from app.registry.tables import Inspection
from app.wiring import Wiring
from tests.making.invitations import letters, make_inviting_box
from tests.pages import read, words
from tests.web.staff.conftest import NOW, Staff

FORM = "/staff/inspections/new"
ACT = {
    "of": "geti",
    "act_number": "17-А",
    "act_date": "20.07.2026",
    "act_year": "",
    "started_on": "15.07.2026",
    "finished_on": "17.07.2026",
    "kind": "scheduled",
    "region": "KG-GB",
    "outcome": "no_violation",
    "inspector": "И. Инспекторов",
    "tax_number": "01234567890123",
    "business_name": "ОсОО «Ала-Тоо»",
    "email": "aida@mail.kg",
    "no_email_reason": "",
    "language": "ky",
}


async def save(staff: Staff, **changes: str) -> httpx.Response:
    return await staff.browser.post(FORM, data={**ACT, **changes})


async def insist(staff: Staff, **changes: str) -> httpx.Response:
    """Saves, and answers every doubt with "all of this is right"."""
    asked = read((await save(staff, **changes)).text)
    return await save(staff, **changes, press="confirm", asked=value_of(asked, "asked"))


async def saved_page(staff: Staff, **changes: str) -> BeautifulSoup:
    reply = await save(staff, **changes)
    assert reply.status_code == 303
    return read((await staff.browser.get(reply.headers["location"])).text)


async def stored(people: Database) -> list[Inspection]:
    async with people.reading() as session:
        return list(await session.exec(select(Inspection)))


async def test_an_act_is_entered(staff: Staff, people: Database, wiring: Wiring) -> None:
    person = await staff.become(INSPECTOR, staff.geti)
    page = await saved_page(staff)
    assert "Act 17-А / 2026 is on record" in words(page)
    [inspection] = await stored(people)
    assert inspection.inspectorate_id == staff.geti.id
    assert inspection.entered_by == person.id
    assert inspection.quarter == "2026-Q3"
    assert wiring.addresses.open(inspection.email or b"") == "aida@mail.kg"


async def test_the_address_is_masked_once_it_is_stored(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    page = await saved_page(staff)
    assert "a…@mail.kg" in words(page)
    assert "aida@mail.kg" not in str(page)


async def test_no_address_needs_a_reason_and_gets_no_letter(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    refused = await save(staff, email="")
    assert refused.status_code == 422
    assert "say why there is none" in words(read(refused.text))
    page = await saved_page(staff, email="", no_email_reason="refused")
    assert "The entrepreneur did not want to give it" in words(page)


async def test_everything_wrong_is_said_at_once_and_nothing_is_lost(
    staff: Staff, people: Database
) -> None:
    await staff.become(INSPECTOR, staff.geti)
    wrong = {"act_date": "10.07.2026", "tax_number": "12", "email": "aida", "kind": ""}
    reply = await save(staff, **wrong)
    assert reply.status_code == 422
    page = read(reply.text)
    assert page.title
    assert page.title.text.startswith("Error: ")
    summary = [str(anchor["href"]) for anchor in page.select(".errors a")]
    assert summary == ["#tax_number", "#act_date", "#kind", "#email"]  # as in the form
    assert "Kind of inspection: This is needed." in words(page)
    for name, value in {**ACT, **wrong}.items():
        assert value_of(page, name) == value, name
    for name in ("act_date", "kind", "tax_number", "email"):
        assert f"{name}-error" in str(page.select_one(f"#{name}")["aria-describedby"])  # type: ignore[index]
    assert await stored(people) == []


def value_of(page: BeautifulSoup, name: str) -> str:
    field = page.select_one(f'main [name="{name}"]')
    assert field
    if field.name == "select":
        chosen = field.select_one("option[selected]")
        return str(chosen["value"]) if chosen else ""
    return str(field["value"])


async def test_an_empty_form_names_every_field_that_is_needed(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    page = read((await staff.browser.post(FORM, data={"of": "geti"})).text)
    assert len(page.select(".errors a")) == 10


async def test_signs_for_the_ministry_are_not_shown_to_the_inspector(
    staff: Staff, people: Database
) -> None:
    await staff.become(INSPECTOR, staff.geti)
    page = await saved_page(staff, email="me@mailinator.com")
    assert "Please check" not in words(page)
    [inspection] = await stored(people)
    assert inspection.flags == ["disposable"]


async def test_the_form_offers_what_the_country_knows(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.consumer)
    page = read((await staff.browser.get(FORM)).text)
    kinds = [str(option["value"]) for option in page.select("#kind option")]
    assert "control_purchase" in kinds
    assert "counter" not in kinds
    regions = [str(option["value"]) for option in page.select("#region option")]
    assert all(code.startswith("KZ-") for code in regions if code)
    assert len(regions) == 21
    assert value_of(page, "language") == "kk"
    assert value_of(page, "inspector") == "Aida Asanova"


async def test_entering_again_corrects_the_record(staff: Staff, people: Database) -> None:
    await staff.become(INSPECTOR, staff.geti)
    await save(staff)
    page = read(
        (await staff.browser.get((await insist(staff, region="KG-C")).headers["location"])).text
    )
    [inspection] = await stored(people)
    assert inspection.region == "KG-C"
    assert "can be changed until the letter goes out" in words(page)


async def test_a_colleagues_act_is_not_changed_by_a_slip_of_the_pen(
    staff: Staff, people: Database
) -> None:
    await staff.become(INSPECTOR, staff.geti)
    await save(staff)
    await staff.become(INSPECTOR, staff.geti)
    refused = await save(staff, region="KG-C")
    assert refused.status_code == 422
    assert "on a colleague's record" in words(read(refused.text))
    [inspection] = await stored(people)
    assert inspection.region == "KG-GB"


async def test_switching_the_language_keeps_what_was_entered(
    staff: Staff, people: Database
) -> None:
    await staff.become(INSPECTOR, staff.geti)
    half = {"email": "aida", "kind": "", "business_name": "ОсОО «Ала-Тоо»"}
    page = read((await save(staff, **half, language_of_page="kk")).text)
    assert page.html
    assert page.html["lang"] == "kk"
    assert page.select(".errors") == []
    for name, value in {**ACT, **half}.items():
        assert value_of(page, name) == value, name
    assert await stored(people) == []
    stays = read((await staff.browser.get(FORM)).text)
    assert stays.html
    assert stays.html["lang"] == "kk"


async def test_enter_in_a_field_saves_and_switches_no_language(staff: Staff) -> None:
    """Browsers then press the form's first button in the page."""
    await staff.become(INSPECTOR, staff.geti)
    page = read((await staff.browser.get(FORM)).text)
    first = next(
        b for b in page.select("button") if b.get("form") == "act" or b.find_parent("main")
    )
    assert first.get("name") is None


async def test_what_was_typed_is_shown_as_text(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    name = "<b>x</b>\"'&"
    page = await saved_page(staff, business_name=name)
    assert name in words(page)
    refused = read((await save(staff, business_name=name, email="", act_number="9")).text)
    assert value_of(refused, "business_name") == name


async def test_entering_leaves_a_trace_without_the_address(staff: Staff, people: Database) -> None:
    person = await staff.become(INSPECTOR, staff.geti)
    await save(staff)
    async with people.reading() as session:
        events = [one for one in await session.exec(select(Event)) if one.person_id == person.id]
    assert [(one.act, one.about) for one in events] == [
        ("entered an inspection", "geti 2026/17-А"),
    ]


async def test_tomorrow_is_told_by_the_inspectorates_own_calendar(staff: Staff) -> None:
    """At 20:00 UTC the next day has begun in Bishkek."""
    await staff.become(INSPECTOR, staff.geti)
    assert (await save(staff, act_date="04.08.2026")).status_code == 422
    clock.step_to(NOW + timedelta(hours=14))
    await staff.become(INSPECTOR, staff.geti)
    assert (await save(staff, act_date="04.08.2026")).status_code == 303


async def test_the_next_act_begins_as_the_last_one_did(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    reply = await save(staff, press="next", kind="repeat")
    page = read((await staff.browser.get(reply.headers["location"])).text)
    assert "Act 17-А is on record." in words(page)
    kept = {"act_date": "20.07.2026", "kind": "repeat", "region": "KG-GB"}
    for name, value in kept.items():
        assert value_of(page, name) == value, name
    for name in ("act_number", "tax_number", "business_name", "started_on", "email", "outcome"):
        assert value_of(page, name) == "", name


async def test_the_form_of_the_next_act_does_not_show_a_colleagues(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    reply = await save(staff, press="next")
    await staff.become(INSPECTOR, staff.geti)
    assert (await staff.browser.get(reply.headers["location"])).status_code == 403


async def test_dates_are_shown_as_they_were_understood(staff: Staff) -> None:
    await staff.become(INSPECTOR, staff.geti)
    page = read((await save(staff, act_date="200726", email="")).text)
    assert value_of(page, "act_date") == "20.07.2026"
    page = read((await save(staff, act_date="31.02.2026")).text)
    assert value_of(page, "act_date") == "31.02.2026"
    assert "There is no such day in the calendar." in words(page)


async def test_a_record_can_be_changed_until_its_letter_goes_out(
    staff: Staff, people: Database, wiring: Wiring
) -> None:
    """The letter is written within a minute, and waits for its window."""
    await staff.become(INSPECTOR, staff.geti)
    await save(staff)
    async with people.transaction() as session:
        make_inviting_box(session, staff.geti)
    assert await invite_due(people, wiring.inviter, clock.now(), 10) == 1
    assert (await insist(staff, email="right@mail.kg")).status_code == 303
    assert await invite_due(people, wiring.inviter, clock.now(), 10) == 1
    [letter] = await letters(people)
    assert wiring.outbox.open(letter).to == "right@mail.kg"

    clock.step_to(letter.due_at)
    await staff.become(INSPECTOR, staff.geti)
    refused = await insist(staff, email="wrong@mail.kg")
    assert refused.status_code == 422
