"""What an inspection found, entered on the page of its act."""

from datetime import UTC, datetime, timedelta

from sqlmodel import select

from app.accounts.roles import ADMINISTRATOR, INSPECTOR, MINISTRY
from app.accounts.tables import Event
from app.lib.i18n import LANGUAGES
from app.registry.archive.closing import close_due
from app.registry.erasing import erase_due
from app.registry.tables import Inspection
from app.wiring import Wiring
from tests.making.registry import make_inspection
from tests.pages import read, words
from tests.web.staff.conftest import Staff

SAMPLE = {
    "number": "1",
    "what": "Молоко 3,2 %",
    "quantity": "2 × 0,5 л",
    "taken_on": "15.07.2026",
    "seal": "000123",
}
RESULT = {
    "laboratory": "Филиал НЦЭ",
    "accreditation": "KZ.T.02.1234",
    "protocol_number": "88",
    "protocol_date": "20.07.2026",
    "indicator": "Плотность",
    "norm": "ТР ТС 033/2013: не менее 1027",
    "value": "1024",
    "conforms": "no",
}


async def begin(staff: Staff, wiring: Wiring) -> Inspection:
    """A control purchase of the inspector whom the browser is."""
    async with staff.people.transaction() as session:
        act = await make_inspection(
            session,
            staff.consumer,
            wiring.addresses,
            kind="control_purchase",
            inspector="Aida Asanova",
        )
    await staff.become(INSPECTOR, staff.consumer)
    return act


async def test_a_sample_and_its_results_stand_on_the_act_and_in_the_history(
    staff: Staff, wiring: Wiring
) -> None:
    act = await begin(staff, wiring)
    here = f"/staff/inspections/{act.id}/samples"
    assert f'href="{here}"' in (await staff.browser.get(f"/staff/inspections/{act.id}")).text
    saved = await staff.browser.post(here, data=SAMPLE)
    assert saved.status_code == 303
    sample = saved.headers["location"]
    assert (await staff.browser.post(sample, data=RESULT)).status_code == 303
    history = f"/staff/businesses/{act.business_id}"
    for page in (f"/staff/inspections/{act.id}", here, sample, history):
        told = words(read((await staff.browser.get(page)).text))
        assert "Молоко 3,2 %" in told
        assert "Плотность: 1024 – does not conform" in told
    assert (await staff.browser.post(sample, data={**RESULT, "value": "1082"})).status_code == 303
    with_both = read((await staff.browser.get(sample)).text)
    first, second = [{"result": str(one["value"])} for one in with_both.select("li form input")]
    wrong = f"{sample}/remove-result"
    assert (await staff.browser.post(wrong, data=first)).status_code == 303
    assert (await staff.browser.post(wrong, data=first)).status_code == 404
    assert len(read((await staff.browser.get(sample)).text).select("li form")) == 1
    assert (await staff.browser.post(f"{sample}/remove")).status_code == 303
    assert (await staff.browser.post(wrong, data=second)).status_code == 404
    assert "No sample has been entered yet." in (await staff.browser.get(here)).text
    async with staff.people.reading() as session:
        events = {one.act: one.about for one in await session.exec(select(Event))}
    assert events.keys() == {
        "entered a sample",
        "entered a laboratory result",
        "removed a laboratory result",
        "removed a sample",
    }
    assert "No. 88: 10" in events["removed a laboratory result"]


async def test_what_is_wrong_is_said_and_kept(staff: Staff, wiring: Wiring) -> None:
    act = await begin(staff, wiring)
    here = f"/staff/inspections/{act.id}/samples"
    wrong = {**SAMPLE, "number": "", "taken_on": "04.08.2026"}
    page = read((await staff.browser.post(here, data=wrong)).text)
    assert [link["href"] for link in page.select(".errors a")] == ["#number", "#taken_on"]
    assert page.select_one('input[value="Молоко 3,2 %"]')
    sample = (await staff.browser.post(here, data=SAMPLE)).headers["location"]
    assert (await staff.browser.post(here, data=SAMPLE)).status_code == 422
    wrong = {**RESULT, "protocol_date": "14.07.2026", "conforms": ""}
    page = read((await staff.browser.post(sample, data=wrong)).text)
    assert [link["href"] for link in page.select(".errors a")] == ["#protocol_date", "#conforms"]


async def test_an_act_cites_requirements_found_by_a_search(staff: Staff, wiring: Wiring) -> None:
    act = await begin(staff, wiring)
    here = f"/staff/inspections/{act.id}/requirements"
    page = read((await staff.browser.get(f"{here}?words=молока")).text)
    shown = [str(field["value"]) for field in page.select('input[name="shown"]')]
    assert shown == ["ТР ТС 033/2013"]
    cited = {"shown": shown, "code": shown, "point-1": "раздел V, п. 30"}
    assert (await staff.browser.post(here, data=cited)).status_code == 303
    both = (f"/staff/inspections/{act.id}", f"/staff/businesses/{act.business_id}")
    for address in both:
        told = words(read((await staff.browser.get(address)).text))
        assert "ТР ТС 033/2013 «On the safety of milk and dairy products»: раздел V, п. 30" in told
    page = read((await staff.browser.get(f"{here}?words=игрушек")).text)
    assert [str(field["value"]) for field in page.select('input[name="shown"]')] == [
        "ТР ТС 033/2013",
        "ТР ТС 008/2011",
    ]
    for wrong in ("п" * 201, "п. \u202e30"):
        given = {"shown": shown, "code": shown, "point-1": wrong}
        assert read((await staff.browser.post(here, data=given)).text).select_one("#point-1-error")
    await staff.browser.post(here, data={"shown": shown})
    assert "033/2013" not in (await staff.browser.get(both[0])).text


async def test_in_a_closed_quarter_nothing_can_be_entered(staff: Staff, wiring: Wiring) -> None:
    act = await begin(staff, wiring)
    here = f"/staff/inspections/{act.id}"
    sample = (await staff.browser.post(f"{here}/samples", data=SAMPLE)).headers["location"]
    closed = datetime(2026, 11, 20, 6, tzinfo=UTC)
    await erase_due(staff.people, closed)
    assert await close_due(staff.people, closed) == 1
    for address, data in (
        (f"{here}/samples", {**SAMPLE, "number": "2"}),
        (sample, RESULT),
        (f"{sample}/remove", {}),
        (f"{sample}/remove-result", {}),
        (f"{here}/requirements", {"shown": "ТР ТС 033/2013"}),
    ):
        assert (await staff.browser.post(address, data=data)).status_code == 410
    assert "are closed" in (await staff.browser.get(f"{here}/samples")).text


async def test_administrators_add_requirements(staff: Staff) -> None:
    await staff.become(ADMINISTRATOR)
    titles = {f"title_{language}": f"О воде {language}" for language in LANGUAGES}
    new = {"code": "ТР ЕАЭС 044/2017", "kind": "EAEU", **titles}
    refused = await staff.browser.post("/staff/requirements", data={**new, "title_ky": ""})
    assert read(refused.text).select_one("#title_ky-error")
    assert (await staff.browser.post("/staff/requirements", data=new)).status_code == 303
    assert "О воде en" in (await staff.browser.get("/staff/requirements")).text
    await staff.become(MINISTRY)
    assert (await staff.browser.get("/staff/requirements")).status_code == 403


async def test_a_requirement_ends_for_later_acts_and_goes_on_again(
    staff: Staff, wiring: Wiring
) -> None:
    act = await begin(staff, wiring)
    here, milk = f"/staff/inspections/{act.id}/requirements", "ТР ТС 033/2013"
    await staff.become(ADMINISTRATOR)
    refused = await staff.browser.post("/staff/requirements/end", data={"last_day": "20.07.2026"})
    assert read(refused.text).select_one("#ended-error")
    end = {"ended": milk, "last_day": f"{act.act_date - timedelta(days=1):%d.%m.%Y}"}
    too_early = await staff.browser.post(
        "/staff/requirements/end", data={**end, "last_day": "1.1.2000"}
    )
    assert read(too_early.text).select_one("#last_day-error")
    assert (await staff.browser.post("/staff/requirements/end", data=end)).status_code == 303
    await staff.become(INSPECTOR, staff.consumer)
    assert milk not in (await staff.browser.get(here)).text
    forced = {"shown": milk, "code": milk, "point-1": "1"}
    await staff.browser.post(here, data=forced)
    assert milk not in (await staff.browser.get(f"/staff/inspections/{act.id}")).text
    await staff.become(ADMINISTRATOR)
    data = {"code": milk}
    assert (await staff.browser.post("/staff/requirements/go-on", data=data)).status_code == 303
    assert (await staff.browser.post("/staff/requirements/go-on", data=data)).status_code == 409
    await staff.become(INSPECTOR, staff.consumer)
    await staff.browser.post(here, data=forced)
    await staff.become(ADMINISTRATOR)
    assert (await staff.browser.post("/staff/requirements/end", data=end)).status_code == 303
    await staff.become(INSPECTOR, staff.consumer)
    assert milk in (await staff.browser.get(here)).text  # cited already: it can be taken out
