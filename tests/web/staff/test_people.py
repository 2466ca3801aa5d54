"""The people pages of administrators."""

import asyncio
from urllib.parse import parse_qs
from uuid import UUID, uuid4

import httpx
import pytest
from sqlmodel import select

from app.accounts import administering, links, wanting
from app.accounts.administering import LastAdministrator
from app.accounts.people import by_email, roles_of
from app.accounts.roles import ADMINISTRATOR, DIRECTOR, INSPECTOR, MINISTRY, Held
from app.accounts.signing_in import who
from app.accounts.tables import Event, LetterWanted, Person
from app.lib import clock as time
from app.lib.errors import Expired
from app.mail import states
from app.mail.bounces.kinds import Kind
from app.mail.tables import Letter
from tests.making.accounts import PASSWORD, make_cookie, make_person
from tests.pages import read, words
from tests.web.staff.conftest import Staff

PEOPLE = "/staff/people"
NEW = {
    "name": "Bakyt Usenov",
    "email": "Bakyt@geti.kg.example",
    "language": "ky",
    "role": "inspector",
    "inspectorate": "geti",
}


async def colleague(staff: Staff) -> Person:
    """An inspector of GETI with a password."""
    return await make_person(
        staff.people, "bakyt@geti.kg.example", "Bakyt Usenov", INSPECTOR, staff.geti.id, PASSWORD
    )


async def act(staff: Staff, person: Person | UUID, name: str, **form: str) -> httpx.Response:
    id_ = person if isinstance(person, UUID) else person.id
    return await staff.browser.post(f"{PEOPLE}/{id_}/{name}", data=form)


async def again(staff: Staff, person: Person) -> Person:
    async with staff.people.reading() as session:
        return await session.get_one(Person, person.id)


async def wanted(staff: Staff) -> list[tuple[str, str]]:
    async with staff.people.reading() as session:
        return [(one.email, one.what) for one in await session.exec(select(LetterWanted))]


async def test_somebody_is_added_and_gets_a_letter(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    assert (await staff.browser.get(f"{PEOPLE}/new")).status_code == 200
    reply = await staff.browser.post(f"{PEOPLE}/new", data=NEW)
    assert reply.status_code == 303
    page = words(read((await staff.browser.get(reply.headers["location"])).text))
    assert "Bakyt Usenov" in page
    assert await wanted(staff) == [("bakyt@geti.kg.example", "welcome")]
    async with staff.people.reading() as session:
        person = await by_email(session, "bakyt@geti.kg.example")
        assert person
        assert await roles_of(session, person.id) == (Held(INSPECTOR, staff.geti.id),)
        (event,) = await session.exec(select(Event).where(Event.act == "added inspector"))
    assert event.about == str(person.id)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"email": "bakyt"}, "email"),
        ({"language": "xx"}, "language"),
        ({"role": "king"}, "role"),
        ({"role": "administrator"}, "inspectorate"),
        ({"inspectorate": ""}, "inspectorate"),
        ({"inspectorate": "none"}, "inspectorate"),
    ],
)
async def test_what_cannot_be_is_said_and_nobody_is_added(
    staff: Staff, change: dict[str, str], field: str
) -> None:
    await staff.become(ADMINISTRATOR)
    reply = await staff.browser.post(f"{PEOPLE}/new", data=NEW | change)
    assert reply.status_code == 422
    assert read(reply.text).select_one(f'.errors a[href="#{field}"]')
    async with staff.people.reading() as session:
        assert await by_email(session, "bakyt@geti.kg.example") is None
    assert await wanted(staff) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"inspectorate": ""}, "Choose the inspectorate: this role is held in one of them."),
        ({"role": "ministry"}, "This role is for all inspectorates: choose none here."),
    ],
)
async def test_a_role_in_the_wrong_place_says_what_to_choose(
    staff: Staff, change: dict[str, str], sentence: str
) -> None:
    await staff.become(ADMINISTRATOR)
    page = read((await staff.browser.post(f"{PEOPLE}/new", data=NEW | change)).text)
    said = page.find(id="inspectorate-error")
    assert said
    assert said.get_text() == sentence


async def test_the_page_of_somebody_new_says_where_the_letter_with_the_link_is(
    staff: Staff,
) -> None:
    await staff.become(ADMINISTRATOR)
    where = (await staff.browser.post(f"{PEOPLE}/new", data=NEW)).headers["location"]

    async def page() -> str:
        return words(read((await staff.browser.get(where)).text))

    assert "Waiting to be written: within a minute" in await page()
    async with staff.people.transaction() as session:
        [due] = await wanting.due(session, time.now())
        letter = Letter(
            kind=due.what,
            about=due.person.id,
            to_print=b"",
            stoppable=False,
            payload=None,
            payload_key="",
            due_at=time.now(),
        )
        session.add(letter)
    assert "Waiting: it goes out on 3 August 2026" in await page()
    for state, bounce, sentence in (
        (states.SENT, None, "Sent on 3 August 2026."),
        (states.BOUNCED, Kind.HARD, "Came back: there is no such address."),
    ):
        async with staff.people.transaction() as session:
            row = await session.get_one(Letter, letter.id)
            row.state, row.bounce = state, bounce
        assert sentence in await page()
    await act(staff, UUID(where.rpartition("/")[2]), "password")
    assert "Waiting to be written" in await page()


async def test_who_was_never_sent_a_link_has_no_line_about_it(staff: Staff) -> None:
    person = await staff.become(ADMINISTRATOR)
    page = words(read((await staff.browser.get(f"{PEOPLE}/{person.id}")).text))
    assert "Letter with the link" not in page


async def test_an_address_is_one_persons(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    await colleague(staff)
    reply = await staff.browser.post(f"{PEOPLE}/new", data=NEW)
    assert reply.status_code == 422
    assert "has this address already" in words(read(reply.text))


async def test_the_list_is_searched_by_name_role_and_inspectorate(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    await colleague(staff)
    await make_person(staff.people, "n@kz.example", "Нұрлан Әлі", DIRECTOR, staff.consumer.id)
    for query, found in (
        ("", {"Bakyt Usenov", "Нұрлан Әлі", "Aida Asanova"}),
        ("?words=bakyt", {"Bakyt Usenov"}),
        ("?words=ӘЛІ", {"Нұрлан Әлі"}),
        ("?role=director", {"Нұрлан Әлі"}),
        ("?of=geti", {"Bakyt Usenov"}),
        ("?role=director&of=geti", set()),
        ("?page=2", set()),
    ):
        page = read((await staff.browser.get(f"{PEOPLE}{query}")).text)
        assert {each.text for each in page.select(".records a")} == found, query


async def test_roles_are_given_and_taken(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    person = await colleague(staff)
    assert (await act(staff, person, "roles", role="ministry")).status_code == 303
    assert (await act(staff, person, "roles", role="ministry")).status_code == 303
    wrong = await act(staff, person, "roles", role="director")
    assert wrong.status_code == 422
    await act(staff, person, "roles/take", role="inspector", inspectorate="geti")
    async with staff.people.reading() as session:
        assert await roles_of(session, person.id) == (Held(MINISTRY, None),)


async def test_who_is_switched_off_is_out_at_once_and_comes_back_when_switched_on(
    staff: Staff,
) -> None:
    await staff.become(ADMINISTRATOR)
    person = await colleague(staff)
    cookie = await make_cookie(staff.people, person, time.now())
    async with staff.people.transaction() as session:
        token = await links.make(session, person, time.now())
    await act(staff, person, "access", to="off")
    assert await who(staff.people, cookie, time.now()) is None
    async with staff.people.reading() as session:
        with pytest.raises(Expired):
            await links.holder(session, token, time.now())
    assert not (await again(staff, person)).active
    await act(staff, person, "access", to="on")
    assert (await again(staff, person)).active
    assert await who(staff.people, cookie, time.now()) is None  # an old session does not


async def test_nobody_shuts_themself_out(staff: Staff) -> None:
    person = await staff.become(ADMINISTRATOR)
    for reply in (
        await act(staff, person, "access", to="off"),
        await act(staff, person, "roles/take", role="administrator"),
    ):
        assert reply.status_code == 409
        assert "Nobody does this to themself" in words(read(reply.text))
    assert (await staff.browser.get(PEOPLE)).status_code == 200


async def test_two_who_shut_each_other_out_leave_one_administrator(staff: Staff) -> None:
    both = [
        await make_person(staff.people, f"{n}@pikir.example", role=ADMINISTRATOR) for n in range(2)
    ]

    async def shut_out(by: Person, other: Person) -> None:
        async with staff.people.transaction() as session:
            row = await session.get_one(Person, other.id)
            await administering.switch_off(session, by.id, row)

    done = await asyncio.gather(
        shut_out(both[0], both[1]), shut_out(both[1], both[0]), return_exceptions=True
    )
    assert sorted(map(str, map(type, done))) == sorted(map(str, (type(None), LastAdministrator)))


async def test_a_reset_ends_password_and_sessions_and_asks_for_a_letter(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    person = await colleague(staff)
    cookie = await make_cookie(staff.people, person, time.now())
    assert (await act(staff, person, "password")).status_code == 303
    assert (await again(staff, person)).password is None
    assert await who(staff.people, cookie, time.now()) is None
    assert await wanted(staff) == [(person.email, "new-password")]
    await act(staff, person, "password")  # never set since: an invitation again
    assert (person.email, "welcome") in await wanted(staff)


async def test_a_lost_second_factor_is_taken_off_and_its_owner_told(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    other = await make_person(staff.people, "o@pikir.example", role=ADMINISTRATOR)
    assert (await act(staff, other, "second-factor")).status_code == 303
    assert (await again(staff, other)).second_factor is None
    assert await wanted(staff) == [("o@pikir.example", "second-factor")]
    assert (await act(staff, other, "second-factor")).status_code == 409


async def test_a_person_who_is_not_there_is_not_found(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    for name in ("name", "roles", "roles/take", "access", "password", "second-factor"):
        assert (await act(staff, uuid4(), name, role="ministry")).status_code == 404
    assert (await staff.browser.get(f"{PEOPLE}/{uuid4()}")).status_code == 404


async def test_the_trail_is_shown_filtered_and_found_whole(staff: Staff) -> None:
    me = await staff.become(ADMINISTRATOR)
    person = await colleague(staff)
    await act(staff, person, "roles", role="ministry")
    await staff.browser.post(f"{PEOPLE}/{person.id}/name", data={"name": "=Bakyt"})
    page = read((await staff.browser.get("/staff/audit")).text)
    assert "are as they were written" in words(page)
    assert page.select_one(".records p").text.startswith("3")  # type: ignore[union-attr]
    for query, count in (
        (f"person={me.id}", 2),
        ("act=renamed+a+person", 1),
        (f"person={person.id}&act=renamed+a+person", 0),
        ("since=2026-08-03&until=2026-08-03&act=renamed+a+person", 1),
        ("since=2026-08-04", 0),
        ("until=2026-08-02&since=nonsense&person=nobody", 0),
        ("since=0001-01-01&act=renamed+a+person", 1),
        ("until=9999-12-31&act=renamed+a+person", 1),
    ):
        assert parse_qs(query)
        page = read((await staff.browser.get(f"/staff/audit?{query}")).text)
        assert len(page.select(".records li")) == count, query
    sheet = (await staff.browser.get(f"/staff/audit.csv?person={me.id}")).text.splitlines()
    assert sheet[0].removeprefix("\ufeff").startswith("number,at,person,name,act,about,digest")
    assert len(sheet) == 3
    assert "renamed a person" in sheet[1]
