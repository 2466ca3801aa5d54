"""The doctor finds what is wrong, and says what to do."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text, update

from app.accounts.roles import Role
from app.ballots.boxes import BoxName
from app.lib import clock as time
from app.lib.quarters import Quarter
from app.mail import holding, states
from app.mail.tables import Letter
from app.work import answers, letters
from tests.backups.conftest import Typed, again, empty, geti, typed
from tests.installation import Installation
from tests.making.accounts import make_person
from tests.making.ballots import cast, make_box, make_content
from tests.making.mail import make_draft, post

__all__ = ["again", "empty", "geti", "typed"]
USUAL = BoxName("geti", Quarter(2026, 3), "short", 1)


async def levels(typed: Typed, *also: str) -> dict[str, str]:
    found = json.loads((await typed("doctor", "--json", *also)).output)
    return {finding["name"]: finding["level"] for finding in found}


async def words(typed: Typed, name: str, *also: str) -> str:
    """Of the worst finding of that name."""
    found = json.loads((await typed("doctor", "--json", *also)).output)
    named = [finding for finding in found if finding["name"] == name]
    order = ("ERROR", "WARNING", "OK")
    return str(min(named, key=lambda finding: order.index(finding["level"]))["words"])


@pytest.fixture
async def well(
    geti: Installation, typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Installation:
    """All is well: the worker has run, and there is a backup."""
    for path in tmp_path.glob("*.sqlite3*"):
        path.chmod(0o600)
    await answers.open_boxes(geti.wiring, time.now())
    await letters.be_alive(geti.wiring, time.now())
    assert (await typed("backup", str(tmp_path / "backups"))).exit_code == 0
    monkeypatch.delenv("PIKIR_CLOCK_FILE")
    monkeypatch.setenv("PIKIR_DNS_SERVER", "none")  # the machine's own is nobody's to be asked
    await hire(geti)
    return geti


async def hire(geti: Installation) -> None:
    here = geti.inspectorate.id
    for role, where in (
        (Role.ADMINISTRATOR, None),
        (Role.MINISTRY, None),
        (Role.INSPECTOR, here),
        (Role.DIRECTOR, here),
    ):
        address = f"{role}@geti.kg.example"
        await make_person(geti.wiring.people, address, "Aida", role, where)


async def test_a_healthy_installation_has_nothing_but_ok(well: Installation, typed: Typed) -> None:
    said = await typed("doctor")
    assert said.exit_code == 0, said.output
    assert {line.split()[0] for line in said.output.splitlines()} == {"OK"}


async def test_a_missing_setting_is_an_error_and_nothing_else_is_looked_at(
    well: Installation, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PIKIR_PEPPER")
    said = await typed("doctor")
    assert said.exit_code == 2
    assert said.output.startswith("ERROR    settings  PIKIR_PEPPER is not set.")


async def test_a_secret_that_others_may_read_is_a_warning(
    well: Installation, typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "open" / "pepper"
    file.parent.mkdir(mode=0o755)
    file.write_text("a pepper for tests, 40 characters long…")
    file.chmod(0o644)
    monkeypatch.setenv("PIKIR_PEPPER_FILE", str(file))
    assert (await typed("doctor")).exit_code == 1
    assert f"chmod 600 {file}" in await words(typed, "secrets")


async def test_a_database_that_is_not_there_is_an_error(
    well: Installation, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIKIR_BALLOTS_URL", "sqlite:////no/such/folder/x")
    found = await levels(typed)
    assert (found["ballots database"], found["people database"]) == ("ERROR", "OK")
    assert "waiting answers" not in found  # nobody could look


async def test_an_old_schema_is_an_error(well: Installation, typed: Typed) -> None:
    async with well.wiring.people.transaction() as session:
        await (await session.connection()).execute(text("DELETE FROM alembic_version"))
    assert "pikir migrate" in await words(typed, "people database")


async def test_a_key_folder_that_others_may_enter_is_an_error(
    well: Installation, typed: Typed
) -> None:
    well.wiring.settings.key_folder.chmod(0o755)
    assert "chmod 700" in await words(typed, "key folder")


async def test_a_key_folder_of_another_database_is_an_error(
    well: Installation, typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir(mode=0o700)
    monkeypatch.setenv("PIKIR_KEY_FOLDER", str(tmp_path / "other"))
    assert (await levels(typed))["key folder"] == "ERROR"


async def test_answers_that_nobody_can_open_any_more_are_counted(
    well: Installation, typed: Typed
) -> None:
    box_id = await make_box(well.wiring.ballots, well.wiring.keys, name=USUAL)
    await cast(well.wiring.ballots, box_id, [make_content() for _ in range(3)])
    assert (await levels(typed))["waiting answers"] == "OK"
    for name in well.wiring.keys.names(f"box-{box_id}"):
        well.wiring.keys.destroy(name)
    assert (await words(typed, "waiting answers")).startswith("3 are sealed for keys")


async def test_a_mail_server_that_does_not_answer_is_an_error(
    well: Installation, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIKIR_SMTP_URL", "smtp://127.0.0.1:9")
    assert "mail server" not in await levels(typed)  # nobody was asked
    assert (await levels(typed, "--network"))["mail server"] == "ERROR"


@pytest.mark.parametrize(("days", "level"), [(0.0, "OK"), (2.0, "WARNING"), (8.0, "ERROR")])
async def test_the_last_backup_and_the_worker_grow_old(
    well: Installation, typed: Typed, days: float, level: str
) -> None:
    then = (datetime.now(UTC) - timedelta(days=days)).timestamp()
    os.utime(well.wiring.last_backup, (then, then))
    assert (await levels(typed))["backup"] == level
    then = (datetime.now(UTC) - timedelta(minutes=days * 6)).timestamp()
    os.utime(well.wiring.pulse, (then, then))
    assert (await levels(typed))["worker"] == ("WARNING" if days else "OK")


async def test_letters_that_are_late_are_found(well: Installation, typed: Typed) -> None:
    due_at = time.now() - timedelta(hours=2.5)
    await post(well.wiring.people, well.wiring.outbox, make_draft(), due_at=due_at)
    assert await words(typed, "letters") == "the oldest is 2 h late"
    assert (await levels(typed))["letters"] == "WARNING"


async def test_letters_held_back_after_a_restore_are_an_error(
    well: Installation, typed: Typed
) -> None:
    async with well.wiring.people.transaction() as session:
        await holding.hold(session, time.now(), [])
    assert "pikir deliver --resume" in await words(typed, "letters")
    assert (await typed("doctor")).exit_code == 2


async def test_a_mail_server_that_knows_nobody_is_an_error(
    well: Installation, typed: Typed
) -> None:
    await post(well.wiring.people, well.wiring.outbox, make_draft("a@b.kg"), make_draft("c@d.kg"))
    async with well.wiring.people.transaction() as session:
        refused = {"state": states.DEFERRED, "reply": "550 5.1.1 <…>: no such user"}
        await session.exec(update(Letter).values(**refused))
    assert "says of 2 that there is no such address" in await words(typed, "letters")
    assert (await levels(typed))["letters"] == "ERROR"


async def test_a_clock_that_somebody_moves_is_an_error(
    well: Installation, typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIKIR_CLOCK_FILE", str(tmp_path / "clock"))
    assert (await levels(typed))["clock"] == "ERROR"


async def test_a_misspelled_setting_is_a_warning(
    well: Installation, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIKIR_SMPT_URL", "smtp://127.0.0.1")
    assert "PIKIR_SMPT_URL is no setting" in await words(typed, "settings")
    assert (await typed("doctor")).exit_code == 1


@pytest.mark.parametrize(
    ("url", "level"),
    [
        ("https://pikir.example", "ERROR"),
        ("http://pikir.gov.kg", "WARNING"),
        ("https://pikir.gov.kg", "OK"),
    ],
)
async def test_the_address_in_the_letters_is_looked_at(
    well: Installation, typed: Typed, monkeypatch: pytest.MonkeyPatch, url: str, level: str
) -> None:
    monkeypatch.setenv("PIKIR_BASE_URL", url)
    assert (await levels(typed))["base address"] == level


async def test_a_secret_that_somebody_invented_is_an_error(
    well: Installation, typed: Typed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIKIR_SECRET_KEYS", "abc123" * 6)
    assert "PIKIR_SECRET_KEYS looks invented" in await words(typed, "secrets")


async def test_a_key_folder_among_the_published_files_is_an_error(
    well: Installation, typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIKIR_SITE_FOLDER", str(tmp_path))
    assert "lies in the sites' folder" in await words(typed, "key folder")


async def test_a_key_folder_among_the_backups_is_an_error(
    well: Installation, typed: Typed, tmp_path: Path
) -> None:
    assert (await typed("backup", str(tmp_path))).exit_code == 0
    assert "lies in the backups' folder" in await words(typed, "key folder")


async def test_the_findings_stand_in_one_order(well: Installation, typed: Typed) -> None:
    orders = [
        [one["name"] for one in json.loads((await typed("doctor", "--json")).output)]
        for _ in range(2)
    ]
    assert orders[0] == orders[1]
