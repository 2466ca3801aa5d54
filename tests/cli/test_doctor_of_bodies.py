"""The doctor on inspectorates: their people, questionnaires and test letters."""

import json
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete

from app.invitations.tables import InvitingBox, SampleLetter
from app.registry.tables import Inspectorate, Signer, Site
from tests.backups.conftest import Typed, again, empty, geti, typed
from tests.cli.test_doctor import hire, levels, well, words
from tests.installation import Installation

__all__ = ["again", "empty", "geti", "typed", "well"]


async def test_an_installation_without_people_says_whom_it_lacks(
    geti: Installation, typed: Typed
) -> None:
    found = json.loads((await typed("doctor", "--json")).output)
    said = [(one["level"], one["words"]) for one in found if one["name"] == "people"]
    assert [level for level, _words in said] == ["ERROR", "WARNING", "WARNING", "WARNING"]
    assert "pikir person add" in said[0][1]
    assert "geti has no inspector" in said[2][1]
    assert "geti has no director" in said[3][1]
    await hire(geti)
    assert (await levels(typed))["people"] == "OK"


async def test_a_questionnaire_that_is_gone_is_an_error(well: Installation, typed: Typed) -> None:
    async with well.wiring.people.transaction() as session:
        body = await session.get_one(Inspectorate, well.inspectorate.id)
        body.questionnaires = {"desk": "no-such"}
    assert "asks no-such" in await words(typed, "inspectorates")
    assert (await levels(typed))["inspectorates"] == "ERROR"


async def test_no_inspectorate_at_all_is_a_warning(well: Installation, typed: Typed) -> None:
    async with well.wiring.people.transaction() as session:
        connection = await session.connection()
        for of in (InvitingBox, Site, Signer, Inspectorate):
            await connection.execute(delete(of))
    assert "there is none yet" in await words(typed, "inspectorates")


async def test_a_test_letter_that_nobody_writes_is_a_warning(
    well: Installation, typed: Typed
) -> None:
    async with well.wiring.people.transaction() as session:
        asked = SampleLetter(
            inspectorate_id=well.inspectorate.id,
            kind="invitation",
            language="ky",
            with_drafts=True,
            address=b"",
            asked_by=well.inspectorate.id,
            asked_at=datetime.now(UTC) - timedelta(hours=1),
        )
        session.add(asked)
    assert (await levels(typed))["test letters"] == "WARNING"
