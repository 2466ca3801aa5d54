"""Administrators add and change inspectorates on pages, by the rules of the file."""

from collections.abc import Mapping
from typing import Any

import pytest
import yaml
from sqlmodel import select

from app.accounts.roles import ADMINISTRATOR, DIRECTOR, INSPECTOR
from app.accounts.tables import Event, Person
from app.lib.db import Database
from app.registry.describing import Unreadable, describe
from app.registry.inspectorates import add_from, all_of, by_slug, sites
from app.registry.signers import signers
from app.web.staff.bodies.entries import flat, nested
from tests.making.accounts import make_person
from tests.making.registry import described
from tests.pages import read, words
from tests.web.staff.conftest import NOW, Staff

NEW = "/staff/new-body"


def form(body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        place: value if isinstance(value, list) else str(value)
        for place, value in flat(body).items()
    }


def gsei(**changes: Any) -> dict[str, Any]:
    return {**described("gsei"), **changes}


async def test_an_inspectorate_is_added_with_all_its_parts(staff: Staff, people: Database) -> None:
    person = await staff.become(ADMINISTRATOR)
    reply = await staff.browser.post(NEW, data=form(gsei()))
    assert (reply.status_code, reply.headers.get("location")) == (303, "/staff/bodies/gsei")
    async with people.reading() as session:
        body = await by_slug(session, "gsei")
        assert body
        assert body.names["ky"] == gsei()["names"]["ky"]
        assert [site.slug for site in await sites(session, body)] == ["gsei", "gsei-ministry"]
        signed = await signers(session, body, NOW)
        [event] = [
            one for one in await session.exec(select(Event)) if one.act.startswith("described")
        ]
    assert {signer.written_by for signer in signed.values()} == {person.id}
    assert (event.person_id, event.about) == (person.id, "gsei")


async def test_what_a_page_adds_a_file_would_add(staff: Staff, people: Database) -> None:
    await staff.become(ADMINISTRATOR)
    await staff.browser.post(NEW, data=form(gsei()))
    file = (await staff.browser.get("/staff/bodies/gsei/file")).text
    async with people.transaction() as session:
        assert (await add_from(session, yaml.safe_load(file))).changes == []
        assert (await add_from(session, gsei())).changes == []


async def test_what_is_incomplete_is_not_there_and_nothing_is_lost(
    staff: Staff, people: Database
) -> None:
    await staff.become(ADMINISTRATOR)
    entered = form(gsei()) | {
        "names.kk.short": "",
        "sender": "nobody",
        "sites.1.address": "gsei.kg",
        "sending.opens": "5",
        "signers.director.texts.ru.words": " ",
    }
    reply = await staff.browser.post(NEW, data=entered)
    assert reply.status_code == 422
    page = read(reply.text)
    assert [str(anchor["href"])[1:] for anchor in page.select(".errors a")] == [
        "names.kk.short",
        "sender",
        "sites.1.address",
        "sending.opens",
        "signers.director.texts.ru.words",
    ]
    assert "Қазақша: Short name: This is needed." in words(page)
    for place, value in entered.items():
        field = page.find(id=place) or page.select_one(f"[name='{place}']")
        assert field, place
        if place.endswith("weekdays"):
            continue
        stands = field.get("value") or field.get_text().strip()
        if field.name == "select":
            [chosen] = field.select("option[selected]")
            stands = chosen["value"]
        assert stands == str(value).strip(), place
    async with people.reading() as session:
        assert await by_slug(session, "gsei") is None


async def test_both_doors_find_the_same_faults(staff: Staff) -> None:
    wrong = gsei(sender="nobody", phone="", open_number=0, slug="GSEI")
    with pytest.raises(Unreadable) as refused:
        describe(wrong)
    await staff.become(ADMINISTRATOR)
    page = read((await staff.browser.post(NEW, data=form(wrong))).text)
    said = {str(one["id"]): one.get_text() for one in page.select(".error[id]")}
    assert said == {f"{place}-error": words for place, words in refused.value.errors.items()}


async def test_another_inspectorate_is_never_written_over(staff: Staff, people: Database) -> None:
    await staff.become(ADMINISTRATOR)
    for clash, place in (
        ({"slug": "geti"}, "slug"),
        ({"open_number": sum(b"geti")}, "open_number"),
        ({"sites": described()["sites"]}, "sites.0.slug"),
    ):
        reply = await staff.browser.post(NEW, data=form(gsei(**clash)))
        assert reply.status_code == 422
        assert read(reply.text).select(f".errors a[href='#{place}']"), place
    async with people.reading() as session:
        assert len(await all_of(session)) == 2


async def test_a_kind_of_the_other_country_is_refused_by_its_field(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    entered = form(gsei()) | {"questionnaires.control_purchase": "desk-inspection"}
    page = read((await staff.browser.post(NEW, data=entered)).text)
    assert page.select(".errors a[href='#questionnaires.control_purchase']")
    said = page.find(id="questionnaires.control_purchase-error")
    assert said
    assert "does not know this kind: leave it out" in said.get_text()
    assert page.select_one("[id='questionnaires.control_purchase'] option[selected]")
    assert not page.find(id="questionnaires.investigation")


async def test_a_name_that_another_inspectorate_bears_is_refused_by_its_field(
    staff: Staff,
) -> None:
    await staff.become(ADMINISTRATOR)
    entered = form(gsei()) | {"names.ky.name": "geti ky"}
    reply = await staff.browser.post(NEW, data=entered)
    assert reply.status_code == 422
    assert read(reply.text).select(".errors a[href='#names.ky.name']")


async def test_a_ministry_without_a_site_is_left_empty(staff: Staff, people: Database) -> None:
    await staff.become(ADMINISTRATOR)
    entered = form(gsei(sites=gsei()["sites"][:1]))
    entered |= {"sites.1.owner": "ministry", "sites.1.slug": "", "sites.1.address": ""}
    assert (await staff.browser.post(NEW, data=entered)).status_code == 303
    async with people.reading() as session:
        body = await by_slug(session, "gsei")
        assert body
        assert len(await sites(session, body)) == 1


async def test_the_language_changes_and_what_was_entered_stays(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    reply = await staff.browser.post(NEW, data={"slug": "gsei", "language_of_page": "ru"})
    assert reply.status_code == 200
    page = read(reply.text)
    assert page.html
    assert page.html["lang"] == "ru"
    assert page.select("#slug")[0]["value"] == "gsei"


@pytest.mark.parametrize(
    "name", ["names", "contact", "appeals", "questionnaires", "sites", "sending"]
)
async def test_a_part_is_shown_and_saving_it_unchanged_changes_nothing(
    staff: Staff, people: Database, name: str
) -> None:
    await staff.become(ADMINISTRATOR)
    where = f"/staff/bodies/geti/edit/{name}"
    page = read((await staff.browser.get(where)).text)
    entered: dict[str, list[str]] = {}
    for field in page.select("#body input, #body select, #body textarea"):
        if field.get("type") == "checkbox" and not field.has_attr("checked"):
            continue
        value = field.get("value") or field.get_text().removeprefix("\n")
        if field.name == "select":
            value = next((one["value"] for one in field.select("option[selected]")), "")
        entered.setdefault(str(field["name"]), []).append(str(value))
    reply = await staff.browser.post(where, data=entered)
    assert reply.headers["location"] == f"/staff/bodies/geti#{name}"
    async with people.reading() as session:
        assert [one.act for one in await session.exec(select(Event)) if "describ" in one.act] == []


async def test_one_part_changes_and_the_rest_stays(staff: Staff, people: Database) -> None:
    await staff.become(ADMINISTRATOR)
    entered = {"sender": "new@geti.kg.example", "reply_to": "office@geti.kg.example", "phone": "1"}
    where = "/staff/bodies/geti/edit/contact"
    assert (await staff.browser.post(where, data=entered)).status_code == 303
    async with people.reading() as session:
        geti = await by_slug(session, "geti")
        [event] = [one for one in await session.exec(select(Event)) if "describ" in one.act]
    assert geti
    assert (geti.sender, geti.names) == ("new@geti.kg.example", staff.geti.names)
    assert event.about == "geti: contact"
    refused = await staff.browser.post(where, data={**entered, "sender": ""})
    assert refused.status_code == 422
    assert read(refused.text).select(".errors a[href='#sender']")


async def test_days_and_hours_of_sending_are_changed(staff: Staff, people: Database) -> None:
    await staff.become(ADMINISTRATOR)
    where = "/staff/bodies/geti/edit/sending"
    entered = {
        "sending.opens": "8",
        "sending.closes": "12",
        "sending.weekdays": ["", "tuesday", "monday"],
        "sending.closed.0.first": "2026-12-30",
        "sending.closed.0.last": "2027-01-08",
        "sending.closed.0.reason": "Токтом № 5",
        "sending.closed.1.first": "",
        "sending.closed.1.reason": "",
        "sending.worked.0": "2026-12-26",
    }
    assert (await staff.browser.post(where, data=entered)).status_code == 303
    async with people.reading() as session:
        geti = await by_slug(session, "geti")
    assert geti
    assert geti.sending == {
        "opens": 8,
        "closes": 12,
        "weekdays": ["monday", "tuesday"],
        "closed": [{"first": "2026-12-30", "last": "2027-01-08", "reason": "Токтом № 5"}],
        "worked": ["2026-12-26"],
    }
    page = words(read((await staff.browser.get("/staff/bodies/geti")).text))
    assert "8:00–12:00" in page
    assert "30 December 2026 – 8 January 2027" in page
    refused = await staff.browser.post(where, data={"sending.opens": "8", "sending.weekdays": ""})
    said = [str(one["href"])[1:] for one in read(refused.text).select(".errors a")]
    assert "sending.weekdays" in said


async def test_the_page_of_an_inspectorate_says_where_results_are_written(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    page = words(read((await staff.browser.get("/staff/bodies/geti")).text))
    assert "/site/geti-ministry" in page
    listed = words(read((await staff.browser.get("/staff/bodies")).text))
    assert "GETI · Kyrgyz Republic" in listed


async def test_the_page_of_an_inspectorate_says_whom_it_lacks(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)

    async def ways() -> list[str]:
        page = read((await staff.browser.get("/staff/bodies/geti")).text)
        return [str(one["href"]) for one in page.select("[aria-labelledby=lacking] a")]

    lacking = await ways()
    assert [one.partition("?")[2] for one in lacking] == [
        "role=inspector&of=geti",
        "role=director&of=geti",
    ]
    form = read((await staff.browser.get(lacking[1])).text)
    chosen = [
        str(one["value"]) for one in form.select("#role [selected], #inspectorate [selected]")
    ]
    assert chosen == ["director", "geti"]
    people = staff.people
    left = await make_person(
        people, "a@geti.kg.example", role=INSPECTOR, inspectorate_id=staff.geti.id
    )
    await make_person(people, "b@geti.kg.example", role=DIRECTOR, inspectorate_id=staff.geti.id)
    assert await ways() == []
    async with people.transaction() as session:
        (await session.get_one(Person, left.id)).active = False
    assert await ways() == lacking[:1]


async def test_there_is_no_page_of_what_is_not_there(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    for path in ("/staff/bodies/none", "/staff/bodies/geti/edit/none", "/staff/bodies/none/file"):
        assert (await staff.browser.get(path)).status_code == 404


@pytest.mark.parametrize(
    "entered",
    [
        {"names": ["x"], "names.ky.name": ["y"]},
        {"names.ky.name": ["y"], "names": ["x"]},
        {"sites.0": ["x"]},
        {"sites.x.slug": ["a"]},
        {"sending.closed.9999999999.first": ["2026-01-01"]},
        {"questionnaires": ["x"]},
        {"a.b.c.d.e.f.g": ["x"], "../../etc": ["x"], "sending": ["1"]},
        {"open_number": ["9" * 30]},
    ],
)
def test_names_of_fields_that_no_form_has_are_faults_and_no_failure(
    entered: dict[str, list[str]],
) -> None:
    with pytest.raises(Unreadable):
        describe(nested(entered))
