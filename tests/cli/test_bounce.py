"""`pikir bounce`: one mail on standard input, and the exit status that a mail server expects."""

import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest

from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.mail import states
from app.mail.outbox import Outbox
from tests.mail.bounces.test_receiving import send
from tests.making.bounces import sample
from tests.making.mail import letter as now_of
from tests.test_settings import RIGHT

PEPPER = "a pepper for the pipe " * 2


def run(raw: bytes, folder: Path, database: str) -> subprocess.CompletedProcess[bytes]:
    settings = RIGHT | {
        "PIKIR_DATABASE_URL": database,
        "PIKIR_PEPPER": PEPPER,
        "PIKIR_KEY_FOLDER": str(folder / "keys"),
    }
    return subprocess.run(
        [sys.executable, "-m", "app", "bounce"],
        input=raw,
        capture_output=True,
        env=os.environ | settings,
        check=False,
        timeout=60,
    )


async def test_a_bounce_from_the_pipe_has_its_effect(
    people: Database, keys: KeyFolder, tmp_path: Path
) -> None:
    outbox = Outbox(keys, PEPPER.strip().encode(), "pikir.example")
    letter = await send(people, outbox)
    raw = sample("opensmtpd-01").about(outbox.names.of(letter.id))
    done = run(raw, tmp_path, people.engine.url.render_as_string(hide_password=False))
    assert (done.returncode, done.stdout) == (os.EX_OK, b"hard\n")
    assert (await now_of(people, letter)).state == states.BOUNCED


@pytest.mark.parametrize("raw", [b"", b"\xff\x00" * 10, b"x" * 5_000_000])
async def test_any_bytes_are_taken(people: Database, tmp_path: Path, raw: bytes) -> None:
    done = run(raw, tmp_path, people.engine.url.render_as_string(hide_password=False))
    assert (done.returncode, done.stdout) == (os.EX_OK, b"unsigned\n")


@pytest.mark.parametrize(
    "database", ["postgresql://nobody@127.0.0.1:1/none", "sqlite:////proc/none.sqlite3", "mysql:"]
)
def test_without_a_database_the_mail_server_is_asked_to_try_again(
    tmp_path: Path, database: str
) -> None:
    outbox = Outbox(KeyFolder(tmp_path / "keys"), PEPPER.strip().encode(), "pikir.example")
    name = outbox.names.of(uuid4())
    done = run(sample("exim-01").about(name), tmp_path, database)
    assert done.returncode == os.EX_TEMPFAIL
