"""`pikir bounce`: one mail on standard input, and the exit status that a mail server expects."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner, Result

from app.cli.bounce import bounce
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.mail import states
from app.mail.outbox import Outbox
from tests.mail.bounces.test_receiving import send
from tests.making.bounces import sample
from tests.making.mail import letter as now_of
from tests.test_settings import RIGHT

PEPPER = "a pepper for the pipe " * 2


def settings(folder: Path, database: str) -> dict[str, str]:
    return RIGHT | {
        "PIKIR_DATABASE_URL": database,
        "PIKIR_PEPPER": PEPPER,
        "PIKIR_KEY_FOLDER": str(folder / "keys"),
    }


def piped(raw: bytes, given: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
    """As a mail server does it: in a process of its own, which takes a second to start."""
    return subprocess.run(
        [sys.executable, "-m", "app", "bounce"],
        input=raw,
        capture_output=True,
        env=os.environ | given,
        check=False,
        timeout=60,
    )


async def typed(raw: bytes, given: dict[str, str]) -> Result:
    return await asyncio.to_thread(CliRunner(env=given).invoke, bounce, (), raw)


async def test_a_bounce_from_the_pipe_has_its_effect(
    people: Database, keys: KeyFolder, tmp_path: Path
) -> None:
    outbox = Outbox(keys, PEPPER.strip().encode(), "pikir.example")
    letter = await send(people, outbox)
    raw = sample("opensmtpd-01").about(outbox.names.of(letter.id))
    done = piped(raw, settings(tmp_path, people.url))
    assert (done.returncode, done.stdout) == (os.EX_OK, b"hard\n")
    assert (await now_of(people, letter)).state == states.BOUNCED


@pytest.mark.parametrize("raw", [b"", b"\xff\x00" * 10, b"x" * 5_000_000])
async def test_any_bytes_are_taken(people: Database, tmp_path: Path, raw: bytes) -> None:
    done = await typed(raw, settings(tmp_path, people.url))
    assert (done.exit_code, done.stdout) == (os.EX_OK, "unsigned\n")


@pytest.mark.parametrize("database", ["postgresql://nobody@127.0.0.1:1/none", "mysql:"])
async def test_without_a_database_the_mail_server_is_asked_to_try_again(
    tmp_path: Path, database: str
) -> None:
    done = await typed(ours(tmp_path), settings(tmp_path, database))
    assert done.exit_code == os.EX_TEMPFAIL


def test_the_pipe_carries_the_exit_status(tmp_path: Path) -> None:
    done = piped(ours(tmp_path), settings(tmp_path, "sqlite:////proc/none.sqlite3"))
    assert done.returncode == os.EX_TEMPFAIL


def ours(folder: Path) -> bytes:
    """A bounce of a letter that was signed here."""
    outbox = Outbox(KeyFolder(folder / "keys"), PEPPER.strip().encode(), "pikir.example")
    return sample("exim-01").about(outbox.names.of(uuid4()))
