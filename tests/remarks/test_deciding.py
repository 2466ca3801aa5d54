"""Decisions about remarks, their counts, and the measures they lead to."""

from datetime import date

import pytest

from app.lib.errors import Invalid, NotFound
from app.remarks import counting
from app.remarks.counting import Counts
from app.remarks.deciding import Verdict, decide, read
from app.remarks.measures import NewMeasure, change, measures
from app.remarks.reading import history
from app.remarks.tables import Kind, Progress
from tests.making.remarks import DAY, by, make_place
from tests.remarks.conftest import Quarter

NOTED = Verdict(Kind.CONSIDERED, "Known to the office.")
NOTHING = Verdict(Kind.NO_ACTION, "Not ours to change.")
LETTERS = NewMeasure("Send the checklist along", "Office in Osh", date(2026, 12, 1))


async def counts(quarter: Quarter) -> Counts:
    async with quarter.people.reading() as people, quarter.ballots.reading() as ballots:
        return await counting.counts(people, ballots, quarter.place)


async def test_each_remark_is_open_until_somebody_decides(quarter: Quarter) -> None:
    assert await counts(quarter) == Counts(4, 0, 0, 0)
    ids = await quarter.ids()
    async with quarter.people.transaction() as session:
        await decide(session, quarter.place, [ids["Вишня"], ids["яблоко"]], NOTED, by())
        await decide(session, quarter.place, [ids["Слива,"]], NOTHING, by())
    found = await counts(quarter)
    assert found == Counts(total=4, considered=2, measures=0, no_action=1)
    assert (found.decided, found.open, found.share) == (3, 1, 0.75)
    assert (await quarter.remarks())["Вишня"].state == Kind.CONSIDERED


async def test_a_decision_that_is_changed_stays_on_record(quarter: Quarter) -> None:
    ids, first, second = await quarter.ids(), by(), by()
    for verdict, person in ((NOTED, first), (NOTHING, second)):
        async with quarter.people.transaction() as session:
            await decide(session, quarter.place, [ids["Вишня"]], verdict, person)
    assert await counts(quarter) == Counts(4, 0, 0, 1)
    async with quarter.people.reading() as session:
        trace = await history(session, (await quarter.remarks())["Вишня"])
    assert [(one.kind, one.reason, one.decided_by, one.decided_on) for one in trace] == [
        (Kind.NO_ACTION, NOTHING.reason, second.person_id, DAY),
        (Kind.CONSIDERED, NOTED.reason, first.person_id, DAY),
    ]


async def test_several_remarks_lead_to_one_measure(quarter: Quarter) -> None:
    ids, verdict = await quarter.ids(), Verdict(Kind.MEASURE, "Many ask for it.", LETTERS)
    async with quarter.people.transaction() as session:
        await decide(session, quarter.place, [ids["Вишня"], ids["яблоко"]], verdict, by())
        [(measure, remarks)] = await measures(session, quarter.place.inspectorate_id)
        again = Verdict(Kind.MEASURE, "The same.", measure.id)
        await decide(session, quarter.place, [ids["Слива,"]], again, by())
        change(measure, entered(progress="done"), by())
    assert remarks == 2
    async with quarter.people.reading() as session:
        [(measure, remarks)] = await measures(session, quarter.place.inspectorate_id)
    assert (measure.progress, measure.owner, remarks) == (Progress.DONE, "Osh", 3)
    assert await counts(quarter) == Counts(4, 0, 3, 0)


async def test_a_measure_of_another_inspectorate_is_not_taken(quarter: Quarter) -> None:
    other, ids = await make_place(quarter.people, "other"), await quarter.ids()
    verdict = Verdict(Kind.MEASURE, "Many ask for it.", LETTERS)
    async with quarter.people.transaction() as session:
        await decide(session, other, [b"theirs"], verdict, by())
        [(measure, _)] = await measures(session, other.inspectorate_id)
    theirs = Verdict(Kind.MEASURE, "Theirs.", measure.id)
    async with quarter.people.transaction() as session:
        with pytest.raises(NotFound):
            await decide(session, quarter.place, [ids["Вишня"]], theirs, by())


def entered(**changes: str) -> dict[str, str]:
    form = {"kind": "measure", "reason": "Many ask.", "what": "Send it", "owner": "Osh"}
    return form | {"due_on": "01.12.2026"} | changes


def test_a_form_is_read() -> None:
    expected = Verdict(Kind.MEASURE, "Many ask.", NewMeasure("Send it", "Osh", date(2026, 12, 1)))
    assert read(entered(), DAY) == expected
    assert read(entered(kind="no_action", what=""), DAY) == Verdict(Kind.NO_ACTION, "Many ask.")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "open"}, "kind"),
        ({"reason": " \n"}, "reason"),
        ({"reason": "a" * 1001}, "reason"),
        ({"what": ""}, "what"),
        ({"owner": ""}, "owner"),
        ({"owner": "a" * 121}, "owner"),
        ({"due_on": "tomorrow"}, "due_on"),
        ({"due_on": "02.08.2026"}, "due_on"),
        ({"measure": "not-a-key"}, "measure"),
    ],
)
def test_what_a_decision_lacks_is_said_by_its_field(change: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(entered(**change), DAY)
    assert list(refused.value.errors) == [field]
