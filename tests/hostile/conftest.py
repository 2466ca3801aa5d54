"""A real web process on a real port, as `pikir serve` starts it, with one open box."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from app.lib import clock
from app.lib.db import Database
from tests.databases import Pair
from tests.installation import Installation, installation

MORNING = datetime(2026, 7, 21, 4, tzinfo=UTC)  # ten o'clock in Bishkek, a Tuesday
PATIENCE = 60.0  # seconds: machines that run tests are busy
SECRET = "a secret for tests that holds 32 characters"
WAITS = 5.0  # seconds that this server gives a request, so that tests need not wait for long
_IMPATIENT = (
    f"from app import receiving; receiving.WHOLE_WITHIN = {WAITS};"
    " from app.__main__ import pikir; pikir()"
)


@dataclass(frozen=True)
class Server:
    """`links` are tickets that nobody has used; `log` is all that the process writes."""

    process: subprocess.Popen[bytes]
    port: int
    links: list[str]
    log: Path
    geti: Installation

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)

    def say(self, *parts: bytes) -> bytes:
        """All that comes back until the server hangs up."""
        with self.connect() as line:
            for part in parts:
                try:
                    line.sendall(part)
                except OSError:  # it has hung up on us: what it said stands all the same
                    break
            return rest(line)


def rest(line: socket.socket) -> bytes:
    said = b""
    try:
        while more := line.recv(65536):
            said += more
    except ConnectionResetError:
        pass
    return said


@pytest.fixture(scope="package")
async def server(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "clock").write_text("0")
    people, ballots = map(Database, Pair(folder).copy(folder))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(clock.FILE, str(folder / "clock"))
        clock.step_to(MORNING)
        async with installation(people, ballots, folder) as geti:
            geti.wiring.settings = replace(
                geti.wiring.settings, secret_keys=(SECRET,), pepper=SECRET.encode()
            )
            await geti.record(date(2026, 7, 20), 5)
            clock.step_to(MORNING + timedelta(hours=24))
            links = await geti.write()
            process, port = _start(geti, folder)
            yield Server(process, port, links, folder / "log", geti)
            process.kill()
            process.wait()
    await people.close()
    await ballots.close()


def _start(geti: Installation, folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = (sys.executable, "-c", _IMPATIENT, "serve", "--no-worker", "--port", str(port))
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, env=os.environ | _environment(geti), stdout=log, stderr=log
        )
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return process, port
        except OSError:
            assert time.monotonic() < deadline, (folder / "log").read_text()
            time.sleep(0.05)


def _environment(geti: Installation) -> dict[str, str]:
    wired = geti.wiring.settings
    return {
        "PIKIR_DATABASE_URL": wired.database_url,
        "PIKIR_BALLOTS_URL": wired.ballots_url,
        "PIKIR_DNS_SERVER": "none",
        "PIKIR_SMTP_URL": wired.smtp_url,
        "PIKIR_BASE_URL": wired.base_url,
        "PIKIR_SECRET_KEYS": SECRET,
        "PIKIR_PEPPER": SECRET,
        "PIKIR_EMAIL_KEYS": ",".join(wired.email_keys),
        "PIKIR_KEY_FOLDER": str(wired.key_folder),
        "PIKIR_SITE_FOLDER": str(wired.site_folder),
        "PIKIR_TRUSTED_PROXIES": "127.0.0.1",
    }
