"""Inspections by the API: entered once, corrected while that is allowed, read by their own only."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import func, select

from app.accounts.tables import Event
from app.lib import clock as the_clock
from app.registry.fields import InspectionFields
from app.registry.tables import Inspection
from app.wiring import Wiring
from app.work import letters
from tests.making.invitations import letters as written_letters
from tests.making.invitations import make_inviting_box
from tests.web.api.conftest import NOW, PATH, Systems, act

EVENING = datetime(2026, 8, 3, 14, tzinfo=UTC)  # eight o'clock in Bishkek: letters wait


async def on_record(systems: Systems) -> int:
    async with systems.people.reading() as session:
        return (await session.exec(select(func.count()).select_from(Inspection))).one()


async def test_an_inspection_is_added_then_changed_then_unchanged(systems: Systems) -> None:
    headers = await systems.of(systems.geti)
    sent = act(act_number="12/45", outcome="no_violation")
    first = await systems.client.post(PATH, json=sent, headers=headers)
    assert first.status_code == 201, first.text
    assert first.headers["location"] == f"{PATH}/2026/12%2F45"
    assert first.json()["outcome"] == "added"
    sent["outcome"] = "violation_fine"
    changed = await systems.client.post(PATH, json=sent, headers=headers)
    assert (changed.status_code, changed.json()["outcome"]) == (200, "changed")
    assert changed.json()["inspection"]["outcome"] == "violation_fine"
    again = await systems.client.post(PATH, json=sent, headers=headers)
    assert (again.status_code, again.json()["outcome"]) == (200, "unchanged")
    assert await on_record(systems) == 1
    there = await systems.client.get(first.headers["location"], headers=headers)
    assert there.json() == again.json()["inspection"]


async def test_no_reply_gives_an_address_back(systems: Systems) -> None:
    headers = await systems.of(systems.geti)
    sent = act(email="owner.of.firm@mail.kg")
    replies = [
        await systems.client.post(PATH, json=sent, headers=headers),
        await systems.client.post(f"{PATH}/batch", json={"inspections": [sent]}, headers=headers),
        await systems.client.get(PATH, headers=headers),
    ]
    for reply in replies:
        assert "owner.of.firm" not in reply.text
        assert reply.headers["cache-control"] == "no-store"
        assert "set-cookie" not in reply.headers


async def test_a_token_sees_its_own_inspectorate_only(systems: Systems) -> None:
    headers, others = await systems.of(systems.geti), await systems.of(systems.consumer)
    first = await systems.client.post(PATH, json=act(), headers=headers)
    where = first.headers["location"]
    assert (await systems.client.get(where, headers=others)).status_code == 404
    assert (await systems.client.get(PATH, headers=others)).json() == {"items": [], "next": None}
    # The same act number of another body is another act.
    foreign = act("KZ", act_number=first.json()["inspection"]["act_number"])
    assert (await systems.client.post(PATH, json=foreign, headers=others)).status_code == 201


async def test_every_fault_comes_at_once_with_its_place(systems: Systems) -> None:
    headers = await systems.of(systems.geti)
    sent = act(kind="surprise", act_date="31.07.2026", tax_number=12, region=None, e_mail="a@b.kg")
    reply = await systems.client.post(PATH, json=sent, headers=headers)
    assert reply.status_code == 422
    assert reply.headers["content-type"] == "application/problem+json"
    problem = reply.json()
    assert problem["type"].endswith("#problem-invalid")
    found = {fault["pointer"]: fault["detail"] for fault in problem["errors"]}
    assert set(found) == {"#/kind", "#/act_date", "#/tax_number", "#/region", "#/e_mail"}
    assert found["#/act_date"] == "Write the date as 2026-07-31."
    assert found["#/e_mail"] == "There is no such field."
    assert await on_record(systems) == 0


@pytest.mark.parametrize("sent", [[], 5, "text", True])
async def test_what_is_no_object_is_refused(systems: Systems, sent: object) -> None:
    headers = await systems.of(systems.geti)
    reply = await systems.client.post(PATH, json=sent, headers=headers)
    assert reply.status_code == 422
    assert [fault["pointer"] for fault in reply.json()["errors"]] == ["#"]


async def test_the_year_of_the_act_is_that_of_its_date_unless_it_is_given(
    systems: Systems,
) -> None:
    headers = await systems.of(systems.geti)
    reply = await systems.client.post(PATH, json=act(act_year=None), headers=headers)
    assert reply.json()["inspection"]["act_year"] == 2026


async def test_every_field_of_the_form_can_be_sent(systems: Systems) -> None:
    """A field that the register gets later is taken here without another line."""
    headers = await systems.of(systems.geti)
    wrong: dict[str, object] = {name: [] for name in InspectionFields.model_fields}
    reply = await systems.client.post(PATH, json=wrong, headers=headers)
    found = {fault["pointer"].removeprefix("#/") for fault in reply.json()["errors"]}
    assert found == set(InspectionFields.model_fields)


async def test_in_a_batch_each_stands_for_itself(systems: Systems) -> None:
    headers = await systems.of(systems.geti)
    known, changing, new = act(), act(), act()
    for one in (known, changing):
        await systems.client.post(PATH, json=one, headers=headers)
    changing["outcome"] = "suspended"
    batch = {"inspections": [known, changing, new, act(kind="x"), new, "no object"]}
    reply = await systems.client.post(f"{PATH}/batch", json=batch, headers=headers)
    assert reply.status_code == 200, reply.text
    said = reply.json()
    outcomes = [item["outcome"] for item in said["items"]]
    assert outcomes == ["unchanged", "changed", "added", "refused", "refused", "refused"]
    counts = {name: said[name] for name in ("added", "changed", "unchanged", "refused")}
    assert counts == {"added": 1, "changed": 1, "unchanged": 1, "refused": 3}
    assert said["items"][2]["act_number"] == new["act_number"]
    pointers = [[fault["pointer"] for fault in item["errors"]] for item in said["items"][3:]]
    assert pointers == [
        ["#/inspections/3/kind"],
        ["#/inspections/4/act_number"],
        ["#/inspections/5"],
    ]
    assert await on_record(systems) == 3


@pytest.mark.parametrize(
    "sent", [[], {}, {"inspections": []}, {"inspections": {}}, {"inspections": [{}], "more": 1}]
)
async def test_what_is_no_batch_is_refused(systems: Systems, sent: object) -> None:
    headers = await systems.of(systems.geti)
    reply = await systems.client.post(f"{PATH}/batch", json=sent, headers=headers)
    assert reply.status_code == 422


async def test_a_batch_has_its_limit(systems: Systems) -> None:
    headers = await systems.of(systems.geti)
    one = act(email=None, no_email_reason="has_none")
    full = [one | {"act_number": f"B-{n}"} for n in range(501)]
    over = await systems.client.post(f"{PATH}/batch", json={"inspections": full}, headers=headers)
    assert over.status_code == 422
    whole = {"inspections": full[:500]}
    reply = await systems.client.post(f"{PATH}/batch", json=whole, headers=headers)
    assert reply.json()["added"] == 500


async def test_the_list_comes_in_pages_and_skips_none(systems: Systems) -> None:
    headers = await systems.of(systems.geti)
    batch = [act(act_number=f"{n:02}") for n in range(7)]
    batch += [act(act_number="03", act_year=2025, act_date="2026-01-12", started_on="2026-01-12",
                  finished_on="2026-01-12")]  # fmt: skip
    await systems.client.post(f"{PATH}/batch", json={"inspections": batch}, headers=headers)
    seen, cursor = [], None
    while True:
        params = {"limit": "3"} | ({"cursor": cursor} if cursor else {})
        page = (await systems.client.get(PATH, params=params, headers=headers)).json()
        seen += [(item["act_year"], item["act_number"]) for item in page["items"]]
        assert len(page["items"]) <= 3
        if not (cursor := page["next"]):
            break
    assert seen == [*((2026, f"{n:02}") for n in range(6, -1, -1)), (2025, "03")]


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ({"since": "2026-07-21"}, {"new"}),
        ({"act_number": "old"}, {"old"}),
        ({"act_year": "2025"}, set()),
        ({"act_year": "2026", "act_number": "new"}, {"new"}),
    ],
)
async def test_the_list_is_narrowed(
    systems: Systems, params: dict[str, str], found: set[str]
) -> None:
    headers = await systems.of(systems.geti)
    batch = [act(act_number="old"), act(act_number="new", act_date="2026-07-25")]
    await systems.client.post(f"{PATH}/batch", json={"inspections": batch}, headers=headers)
    page = (await systems.client.get(PATH, params=params, headers=headers)).json()
    assert {item["act_number"] for item in page["items"]} == found


@pytest.mark.parametrize(
    "params",
    [
        {"since": "31.07.2026"},
        {"act_year": "0"},
        {"act_year": "²"},
        {"limit": "0"},
        {"limit": "201"},
        {"cursor": "here"},
        {"cursor": "é"},
        {"cursor": ""},
    ],
)
async def test_a_parameter_that_cannot_be_read_is_named(
    systems: Systems, params: dict[str, str]
) -> None:
    headers = await systems.of(systems.geti)
    reply = await systems.client.get(PATH, params=params, headers=headers)
    assert reply.status_code == 400
    assert [fault["parameter"] for fault in reply.json()["errors"]] == list(params)


async def test_a_state_is_a_word_for_programs_and_a_sentence_for_people(systems: Systems) -> None:
    headers = await systems.of(systems.geti)
    without = act(email=None, no_email_reason="refused")
    there = await systems.client.post(PATH, json=without, headers=headers)
    assert there.json()["inspection"]["letter"]["state"] == "no_address"
    late = await systems.client.post(PATH, json=act(), headers=headers)
    assert late.json()["inspection"]["letter"]["state"] == "waiting"
    the_clock.step_to(NOW + timedelta(days=200))
    states = {}
    for language in ("ky", "kk", "ru", "en"):
        reply = await systems.client.get(
            late.headers["location"], headers=headers | {"Accept-Language": language}
        )
        letter = reply.json()["letter"]
        states[letter["words"]] = letter["state"]
    assert set(states.values()) == {"too_late"}
    assert len(states) == 4


async def test_a_correction_takes_back_the_letter_that_waits(
    systems: Systems, wiring: Wiring
) -> None:
    the_clock.step_to(EVENING)
    async with systems.people.transaction() as session:
        make_inviting_box(session, systems.geti)
    headers = await systems.of(systems.geti)
    sent = act()
    await systems.client.post(PATH, json=sent, headers=headers)
    await letters.invite(wiring, EVENING)
    assert len(await written_letters(systems.people)) == 1
    batch = {"inspections": [sent | {"email": "right@mail.kg"}]}
    reply = await systems.client.post(f"{PATH}/batch", json=batch, headers=headers)
    assert reply.json()["changed"] == 1
    assert await written_letters(systems.people) == []
    await letters.invite(wiring, EVENING)
    the_clock.step_to(EVENING + timedelta(days=1))
    late = await systems.client.post(PATH, json=sent, headers=headers)
    assert (late.status_code, late.json()["errors"][0]["pointer"]) == (422, "#/email")
    assert len(await written_letters(systems.people)) == 1


async def test_entering_is_on_record_with_the_token_and_without_the_address(
    systems: Systems,
) -> None:
    headers = await systems.of(systems.geti)
    await systems.client.post(PATH, json=act(), headers=headers)
    async with systems.people.reading() as session:
        [event] = await session.exec(select(Event))
    assert event.act == "entered inspections by the API"
    assert event.about.startswith("geti: 1, token ")


@pytest.mark.parametrize(
    "number", ["12/45", "№ 7", "a b", "100%", "?x=1", "7//8", "/7", "7/", ".."]
)
async def test_any_number_can_be_asked_for(systems: Systems, number: str) -> None:
    headers = await systems.of(systems.geti)
    entered = await systems.client.post(PATH, json=act(act_number=number), headers=headers)
    assert entered.status_code == 201
    there = (await systems.client.get(entered.headers["location"], headers=headers)).json()
    [found] = there.get("items", [there])
    assert found["act_number"] == number
