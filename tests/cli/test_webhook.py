"""What is typed about webhooks, and what the worker then sends."""

from datetime import UTC, datetime

from sqlmodel import select

from app.lib import clock
from app.lib.db import Database
from app.publications.tables import Webhook
from app.settings import from_environment
from app.wiring import Wiring
from app.work import webhooks
from tests.cli.conftest import Typed
from tests.making.webhooks import receiving, status

GETI = "app/demo/inspectorates/geti.yaml"
NOW = datetime(2026, 8, 3, 6, tzinfo=UTC)


async def test_an_address_is_added_tried_listed_and_removed(typed: Typed, people: Database) -> None:
    clock.step_to(NOW)
    await typed("inspectorate", "add", GETI)
    assert (await typed("webhook", "list")).output.strip() == "There is no webhook."
    async with receiving() as receiver:
        receiver.behaviours = [status(500)]
        added = await typed("webhook", "add", receiver.url, "--inspectorate", "geti")
        assert added.exit_code == 0, added.output
        secret = added.stdout.strip()
        assert secret.startswith("whsec_")
        assert (
            "on the list already"
            in (await typed("webhook", "add", receiver.url, "--inspectorate", "geti")).output
        )
        async with people.reading() as session:
            handle = (await session.exec(select(Webhook))).one().id.hex[:8]

        assert (await typed("webhook", "test", handle)).exit_code == 0
        async with Wiring(from_environment()) as wiring:
            assert await webhooks.tell(wiring, clock.now()) == 1
        assert len(receiver.received) == 1
    listed = (await typed("webhook", "list")).stdout
    for words in (handle, "geti", receiver.url, "Test: ", "The answer was: 500."):
        assert words in listed
    assert secret not in listed

    assert "Removed" in (await typed("webhook", "remove", handle)).output
    assert (await typed("webhook", "list")).output.strip() == "There is no webhook."
    assert (await typed("webhook", "test", handle)).exit_code == 1


async def test_an_address_that_is_none_is_refused(typed: Typed) -> None:
    said = await typed("webhook", "add", "ftp://hooks.example/")
    assert said.exit_code == 1
    assert "https://" in said.output
