"""What is typed about tokens."""

from datetime import UTC, datetime

from app.accounts import tokens
from app.lib import clock
from app.lib.db import Database
from tests.cli.conftest import Typed

NOW = datetime(2026, 8, 3, 6, tzinfo=UTC)
GETI = "app/demo/inspectorates/geti.yaml"
ADD = ("token", "add", "register", "--inspectorate", "geti", "--scope", "inspections:write")


async def test_a_token_is_made_listed_and_revoked(typed: Typed, people: Database) -> None:
    clock.step_to(NOW)
    await typed("inspectorate", "add", GETI)
    assert (await typed("token", "list")).output.strip() == "There is no token."
    made = await typed(*ADD, "--days", "30")
    assert made.exit_code == 0, made.output
    text = made.stdout.strip()
    async with people.reading() as session:
        there = await tokens.bearer_of(session, text, NOW)
    assert there

    listed = (await typed("token", "list")).stdout
    assert text not in listed
    for words in (there.id.hex[:8], "geti", "register", "expires 2026-09-02", "never"):
        assert words in listed
    assert "has a token named register" in (await typed(*ADD)).output

    assert "Revoked: register" in (await typed("token", "revoke", there.id.hex[:8])).output
    async with people.reading() as session:
        assert await tokens.bearer_of(session, text, NOW) is None
    assert "revoked 2026-08-03" in (await typed("token", "list")).stdout
    assert "revoked before" in (await typed("token", "revoke", there.id.hex[:8])).output
    assert (await typed("token", "revoke", "00000000")).exit_code == 1


async def test_what_cannot_be_is_refused_with_words(typed: Typed) -> None:
    await typed("inspectorate", "add", GETI)
    assert (
        "no inspectorate none" in (await typed(*ADD[:3], "--inspectorate", "none", *ADD[5:])).output
    )
    assert (await typed(*ADD, "--days", "0")).exit_code == 2
    assert (await typed(*ADD[:5], "--scope", "everything")).exit_code == 2
