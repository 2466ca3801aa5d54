"""What a release says of remarks: how many, and how many were considered; never what they said."""

from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from app.lib.clock import step_to
from app.lib.db import Database
from app.lib.i18n import speaking
from app.lib.keyfolder import KeyFolder
from app.lib.templates import render
from app.publications.document import Document, Remarks, read, written
from app.publications.drafting import draft
from app.registry.tables import Inspectorate
from app.remarks.deciding import Verdict, decide
from app.remarks.place import Place
from app.remarks.tables import Kind
from tests.making.ballots import AFTER_CLOSE, SHELF, cast, make_box, make_content, mix
from tests.making.publications import QUARTER, make_document
from tests.making.registry import make_inspectorate
from tests.making.remarks import by, read_all
from tests.pages import words


async def drafted(people: Database, ballots: Database, place: Place) -> Document:
    async with people.reading() as session, ballots.reading() as answers:
        body = await session.get_one(Inspectorate, place.inspectorate_id)
        return await draft(session, answers, SHELF, body, QUARTER, AFTER_CLOSE)


@pytest.mark.parametrize(("count", "told"), [(12, Remarks(12, 2)), (9, Remarks(None, None))])
async def test_a_release_tells_the_share_considered_of_ten_remarks_or_more(
    people: Database,
    ballots: Database,
    keys: KeyFolder,
    tmp_path: Path,
    clock: None,
    count: int,
    told: Remarks,
) -> None:
    async with people.transaction() as session:
        place = Place.of(await make_inspectorate(session), QUARTER)
    box = await make_box(ballots, keys)
    await cast(ballots, box, [make_content(remark=f"geheim {n}" * (n < count)) for n in range(14)])
    step_to(AFTER_CLOSE)
    await mix(ballots, keys, tmp_path, SHELF)
    remarks = await read_all(people, ballots, place)
    async with people.transaction() as session:
        ids = [one.id for one in remarks[:2]]
        await decide(session, place, ids, Verdict(Kind.NO_ACTION, "No."), by())
    document = await drafted(people, ballots, place)
    assert document.remarks == told
    assert "geheim" not in written(document)


@pytest.mark.parametrize(
    ("remarks", "said"),
    [
        (Remarks(42, 35), "Remarks: 42. Considered by the inspectorate: 35 (83%)."),
        (Remarks(None, None), "Fewer than ten businesses wrote a remark."),
        (None, "No measures have been recorded"),
    ],
)
def test_its_page_says_so(remarks: Remarks | None, said: str) -> None:
    document = replace(make_document(), remarks=remarks)
    with speaking("en"):
        part = BeautifulSoup(
            render("publications/quarter/done.html", document=document), "html.parser"
        )
    assert words(part).removeprefix("What was done ").startswith(said)


def test_a_release_of_the_days_before_remarks_were_counted_is_still_read() -> None:
    text = written(make_document()).replace('"remarks":null,', "")
    assert 'remarks":' not in text
    assert read(text).remarks is None
