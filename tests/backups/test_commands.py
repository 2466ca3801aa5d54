"""What is typed: backup, restore, deliver --resume."""

import json
import stat
from base64 import b64encode
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from app.accounts import append_only
from app.lib import clock as time
from app.lib.turns import turn
from app.work import answers, letters
from tests.backups.conftest import MORNING, Typed
from tests.installation import Installation

ACT_DAY = (MORNING - timedelta(days=1)).date()


async def queue(geti: Installation, count: int) -> None:
    """Letters that wait for nothing but a worker."""
    await geti.record(ACT_DAY, count)
    time.step_to(MORNING + timedelta(hours=24))
    await answers.open_boxes(geti.wiring, time.now())
    await letters.invite(geti.wiring, time.now())


async def test_a_backup_is_for_its_owner_only_and_holds_no_secret(
    geti: Installation, typed: Typed, tmp_path: Path
) -> None:
    await queue(geti, 12)
    said = await typed("backup", str(tmp_path / "backups"))
    assert said.exit_code == 0, said.output
    [made] = (tmp_path / "backups").iterdir()
    assert said.output == f"{made}: made, and proven by restoring it\n"
    settings = geti.wiring.settings
    keys = [path for path in settings.key_folder.glob("[!.]*") if path.name != "ballots-folder"]
    secrets = [path.read_bytes() for path in keys]
    secrets += [settings.pepper.strip(), *(key.encode() for key in settings.secret_keys)]
    secrets += [key.encode() for key in settings.email_keys]
    secrets += [b64encode(key.read_bytes()) for key in keys]
    assert len(keys) > 10
    for path in (made, *made.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path
        if path.is_file():
            content = path.read_bytes()
            assert not any(
                secret in content or secret.hex().encode() in content for secret in secrets
            )
            assert b"mail.example" not in content.replace(b"kg.mail.example", b"")


async def test_old_backups_go_only_if_asked(
    geti: Installation, typed: Typed, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    for hour in range(3):
        time.step_to(MORNING + timedelta(hours=hour))
        assert (await typed("backup", str(folder))).exit_code == 0
    assert len(list(folder.iterdir())) == 3
    time.step_to(MORNING + timedelta(hours=3))
    said = json.loads((await typed("backup", str(folder), "--keep", "2", "--json")).output)
    left = sorted(str(path) for path in folder.iterdir())
    assert (said["backup"], len(said["pruned"]), len(left)) == (left[-1], 2, 2)


async def test_a_database_that_was_not_migrated_is_refused(
    geti: Installation, typed: Typed, tmp_path: Path
) -> None:
    async with geti.wiring.ballots.transaction() as session:
        await (await session.connection()).execute(text("DELETE FROM alembic_version"))
    said = await typed("backup", str(tmp_path / "backups"))
    assert said.exit_code == 1
    assert "The database of ballots is at schema none" in said.output
    assert "pikir migrate" in said.output
    assert list((tmp_path / "backups").iterdir()) == []


async def test_a_second_backup_at_the_same_time_is_told_to_wait(
    geti: Installation, typed: Typed, tmp_path: Path
) -> None:
    async with turn("backup", geti.wiring.people, geti.wiring.keys):
        said = await typed("backup", str(tmp_path / "backups"))
    assert "Another backup is being made." in said.output


async def test_what_a_killed_backup_left_is_swept_away(
    geti: Installation, typed: Typed, tmp_path: Path
) -> None:
    left = tmp_path / "backups" / ".unfinished-pikir-20260101T000000Z" / "people"
    left.mkdir(parents=True)
    assert (await typed("backup", str(tmp_path / "backups"))).exit_code == 0
    assert not left.exists()


async def test_a_folder_that_cannot_be_written_is_named(
    geti: Installation, typed: Typed, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    said = await typed("backup", str(tmp_path / "file" / "backups"))
    assert said.exit_code == 1
    assert str(tmp_path / "file") in said.output


async def test_restoring_holds_letters_until_somebody_has_decided(
    geti: Installation, typed: Typed, tmp_path: Path
) -> None:
    await queue(geti, 3)
    made = json.loads((await typed("backup", str(tmp_path / "backups"), "--json")).output)["backup"]
    assert "--replace" in (await typed("restore", made)).output
    said = await typed("restore", made, "--replace")
    assert said.exit_code == 0, said.output
    assert "NO LETTER GOES OUT" in said.output

    held = await typed("deliver")
    assert (held.exit_code, "--resume" in held.output) == (1, True)
    undecided = await typed("deliver", "--resume")
    assert undecided.exit_code == 1
    assert "3 letters were waiting" in undecided.output
    assert geti.mailbox.letters == []
    decided = await typed("deliver", "--resume", "--send-again")
    assert decided.output.startswith("3 sent")
    assert (await typed("deliver", "--resume", "--send-again")).output.startswith("0 sent")


async def test_the_audit_trail_goes_on_as_one_chain_after_restoring(
    geti: Installation, typed: Typed, tmp_path: Path
) -> None:
    for n in range(3):
        assert (await typed("person", "add", f"p{n}@mail.example", "Aida")).exit_code == 0
    made = json.loads((await typed("backup", str(tmp_path / "backups"), "--json")).output)["backup"]
    head = json.loads((await typed("audit", "verify", "--json")).output)["head"]
    assert (await typed("person", "add", "later@mail.example", "Bakyt")).exit_code == 0
    assert (await typed("restore", made, "--replace")).exit_code == 0
    assert (await typed("person", "add", "again@mail.example", "Bakyt")).exit_code == 0
    said = await typed("audit", "verify", "--head", head)
    assert said.output.startswith("OK: 5 events"), said.output
    async with geti.wiring.people.reading() as session:
        assert await append_only.is_kept(session)


async def test_assumed_to_be_sent_is_not_sent(
    geti: Installation, typed: Typed, tmp_path: Path
) -> None:
    await queue(geti, 3)
    made = json.loads((await typed("backup", str(tmp_path / "backups"), "--json")).output)["backup"]
    said = json.loads((await typed("restore", made, "--replace", "--json")).output)
    assert (said["doubtful"], said["went_out"]) == (3, 0)
    assert (await typed("deliver", "--resume", "--assume-sent")).output.startswith("0 sent")
    assert geti.mailbox.letters == []


async def test_the_relays_log_decides_for_each_letter(
    geti: Installation, typed: Typed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await queue(geti, 4)
    made = json.loads((await typed("backup", str(tmp_path / "backups"), "--json")).output)["backup"]
    monkeypatch.setattr(letters, "BATCH", 2)
    assert (await typed("deliver")).output.startswith("4 sent")
    taken = [letter["Message-ID"] for letter in geti.mailbox.letters[:3]]
    log = tmp_path / "mail.log"
    log.write_text(
        "".join(
            f"Jul 22 10:00:00 mx postfix/cleanup[1]: 4F{n}: message-id={message_id}\n"
            f"Jul 22 10:00:00 mx postfix/smtp[2]: 4F{n}: to=<x>, dsn=2.0.0, status=sent (OK)\n"
            for n, message_id in enumerate(taken)
        )
    )
    assert (await typed("restore", made, "--replace")).exit_code == 0
    monkeypatch.setenv("PIKIR_RELAY_LOG", str(log))
    await typed("deliver", "--resume")
    time.step_to(MORNING + timedelta(hours=25))
    assert (await typed("deliver")).output.startswith("1 sent")
    assert [letter["Message-ID"] for letter in geti.mailbox.letters[4:]] == [
        geti.mailbox.letters[3]["Message-ID"]
    ]
