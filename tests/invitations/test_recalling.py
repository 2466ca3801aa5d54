"""A letter that waits is taken back when its record is corrected, by whichever door."""

import csv
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from app.invitations.inviting import Inviter, invite_due
from app.invitations.recalling import LETTERS
from app.lib import clock
from app.lib.db import Database
from app.lib.errors import Invalid
from app.mail.delivering import deliver_due
from app.mail.relay import Relay
from app.registry import typed
from app.registry.entering import enter
from app.registry.fields import InspectionFields
from app.registry.importing.running import import_file
from app.registry.tables import Inspectorate
from tests.making.invitations import invitations, letters, make_inviting_box
from tests.making.mail import Mailbox, written
from tests.making.registry import ADDRESSES, make_fields, make_inspectorate

pytestmark = pytest.mark.usefixtures("clock")

EVENING = datetime(2026, 8, 3, 14, tzinfo=UTC)  # a Monday, eight o'clock in Bishkek
MORNING = datetime(2026, 8, 4, 3, 1, tzinfo=UTC)  # a minute after the window has opened


@pytest.fixture
async def geti(people: Database) -> Inspectorate:
    clock.step_to(EVENING)
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
        make_inviting_box(session, geti)
    return geti


Door = Callable[[Database, Inspectorate, InspectionFields, Path], Awaitable[str]]


async def by_form(people: Database, geti: Inspectorate, act: InspectionFields, _: Path) -> str:
    now = clock.now()
    try:
        async with people.transaction() as session:
            await enter(session, ADDRESSES, geti, act, now=now, letters=LETTERS)
    except Invalid:
        return "refused"
    return "taken"


async def by_api(people: Database, geti: Inspectorate, act: InspectionFields, _: Path) -> str:
    sent = {name: it for name, it in act.model_dump(mode="json").items() if it is not None}
    checked = typed.check(ADDRESSES, geti, [sent], clock.now())
    async with people.transaction() as session:
        [outcome] = await typed.enter_all(session, geti, checked, clock.now(), LETTERS)
    return "refused" if isinstance(outcome, Invalid) else "taken"


async def by_file(people: Database, geti: Inspectorate, act: InspectionFields, at: Path) -> str:
    done = await import_file(people, ADDRESSES, geti, to_file(at, act), letters=LETTERS)
    return "refused" if done.refused_rows else "taken"


def to_file(folder: Path, *acts: InspectionFields) -> Path:
    path = folder / "register.csv"
    with path.open("w", newline="") as file:
        rows = csv.DictWriter(file, list(acts[0].model_dump()))
        rows.writeheader()
        rows.writerows(act.model_dump() for act in acts)
    return path


@pytest.fixture(params=[by_form, by_api, by_file])
def door(request: pytest.FixtureRequest) -> Door:
    chosen: Door = request.param
    return chosen


async def delivered(people: Database, inviter: Inviter, server: Mailbox) -> list[str]:
    await deliver_due(people, inviter.outbox, Relay(server.url), worker="w1")
    return [f"{letter['to']}\n{written(letter)}" for letter in server.letters]


async def test_a_correction_before_the_letter_leaves_brings_another_letter(
    people: Database,
    inviter: Inviter,
    server: Mailbox,
    geti: Inspectorate,
    door: Door,
    tmp_path: Path,
) -> None:
    wrong = make_fields()
    assert await door(people, geti, wrong, tmp_path) == "taken"
    assert await invite_due(people, inviter, EVENING, 10) == 1
    [first] = await letters(people)
    link = inviter.outbox.open(first).link or "none"
    right = wrong.model_copy(update={"email": "right@mail.kg", "act_date": date(2026, 7, 21)})
    assert await door(people, geti, right, tmp_path) == "taken"
    assert (await letters(people), await invitations(people)) == ([], [])
    renamed = right.model_copy(update={"business_name": "Ала-Арча"})
    assert await invite_due(people, inviter, EVENING, 10) == 1
    assert await door(people, geti, renamed, tmp_path) == "taken"
    assert await invite_due(people, inviter, EVENING, 10) == 1
    clock.step_to(MORNING)
    [letter] = await delivered(people, inviter, server)
    assert all(said in letter for said in ("right@mail.kg", "Ала-Арча", "2026-жылдын 21-июл"))
    assert link not in letter


async def test_once_it_may_have_left_nothing_is_taken_back(
    people: Database, inviter: Inviter, geti: Inspectorate, door: Door, tmp_path: Path
) -> None:
    act = make_fields()
    await door(people, geti, act, tmp_path)
    await invite_due(people, inviter, EVENING, 10)
    [first] = await letters(people)
    clock.step_to(MORNING)
    other = act.model_copy(update={"email": "other@mail.kg"})
    assert await door(people, geti, other, tmp_path) == "refused"
    assert await letters(people) == [first]


async def test_what_stays_as_it_is_keeps_its_letter(
    people: Database, inviter: Inviter, geti: Inspectorate, door: Door, tmp_path: Path
) -> None:
    act = make_fields()
    await door(people, geti, act, tmp_path)
    await invite_due(people, inviter, EVENING, 10)
    [first] = await letters(people)
    await door(people, geti, act, tmp_path)
    assert await letters(people) == [first]


async def test_a_rehearsal_foresees_it_and_takes_nothing_back(
    people: Database, inviter: Inviter, geti: Inspectorate, tmp_path: Path
) -> None:
    act = make_fields()
    await by_file(people, geti, act, tmp_path)
    await invite_due(people, inviter, EVENING, 10)
    path = to_file(tmp_path, act.model_copy(update={"region": "KG-O"}))
    waiting = await letters(people)

    async def tried() -> tuple[int, int]:
        report = await import_file(
            people, ADDRESSES, geti, path, letters=LETTERS, is_rehearsal=True
        )
        return report.changed, report.refused_rows

    assert await tried() == (1, 0)
    clock.step_to(MORNING)
    assert await tried() == (0, 1)
    assert await letters(people) == waiting


async def test_a_hundred_letters_are_taken_back_in_few_queries(
    people: Database, inviter: Inviter, geti: Inspectorate, tmp_path: Path
) -> None:
    acts = [make_fields(tax_number=f"{n:014}") for n in range(1, 101)]
    path = to_file(tmp_path, *acts)
    await import_file(people, ADDRESSES, geti, path, letters=LETTERS)
    assert await invite_due(people, inviter, EVENING, 600) == 100
    statements: list[str] = []
    event.listen(
        people.engine.sync_engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_others: statements.append(statement),
    )
    path = to_file(tmp_path, *(act.model_copy(update={"region": "KG-O"}) for act in acts))
    report = await import_file(people, ADDRESSES, geti, path, letters=LETTERS)
    assert (report.changed, await letters(people)) == (100, [])
    assert len(statements) < 20
    clock.step_to(EVENING + timedelta(minutes=1))
    assert await invite_due(people, inviter, clock.now(), 600) == 100
