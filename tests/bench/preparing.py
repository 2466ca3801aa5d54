"""An installation on SQLite with an open box, and the processes that are measured."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.fernet import Fernet

from app.ballots.boxes import BoxName, Part, open_box
from app.ballots.tables import Group
from app.ballots.tickets import Tickets
from app.lib import clock
from app.lib.quarters import Quarter
from app.migrations import upgrade
from app.registry import inspectorates
from app.settings import from_environment
from app.wiring import Wiring
from tests.installation import EXAMPLES


@dataclass
class Prepared:
    environment: dict[str, str]
    box_id: str
    key_name: str

    def wiring(self) -> Wiring:
        return Wiring(from_environment(self.environment))

    def links(self, count: int) -> list[str]:
        tickets = Tickets(from_environment(self.environment).secret_keys)
        return [f"/s/{tickets.issue(self.box_id, 1)}" for _ in range(count)]


async def prepare(
    folder: Path, smtp_url: str = "smtp://127.0.0.1:25", parts: Sequence[Part] = (Part(1),)
) -> Prepared:
    environment = os.environ | {
        "PIKIR_DATABASE_URL": f"sqlite:///{folder}/people.sqlite3",
        "PIKIR_BALLOTS_URL": f"sqlite:///{folder}/ballots.sqlite3",
        "PIKIR_DNS_SERVER": "none",
        "PIKIR_SMTP_URL": smtp_url,
        "PIKIR_BASE_URL": "http://bench.example",
        "PIKIR_SECRET_KEYS": "a signing key for benchmarks " * 2,
        "PIKIR_PEPPER": "a pepper for benchmarks " * 2,
        "PIKIR_EMAIL_KEYS": Fernet.generate_key().decode(),
        "PIKIR_KEY_FOLDER": f"{folder}/keys",
        "PIKIR_SITE_FOLDER": f"{folder}/site",
    }
    settings = from_environment(environment)
    await asyncio.to_thread(upgrade, "people", settings.database_url)
    await asyncio.to_thread(upgrade, "ballots", settings.ballots_url)
    wiring = Wiring(settings)
    async with wiring.people.transaction() as session:
        await inspectorates.add_from(session, EXAMPLES / "geti.yaml")
    quarter = Quarter.of(clock.now().date())
    async with wiring.ballots.transaction() as session:
        box_id = await open_box(
            session,
            wiring.keys,
            BoxName("geti", quarter, "post-inspection", 1),
            edition_hash=wiring.shelf.latest("post-inspection").hash,
            closes_on=quarter.closes_on,
            zone="Asia/Bishkek",
            parts=parts,
        )
    async with wiring.ballots.reading() as session:
        group = await session.get_one(Group, (box_id, 1))
    await wiring.close()
    return Prepared(environment, box_id, group.key_name)


@contextmanager
def server(program: str, environment: dict[str, str]) -> Iterator[tuple[int, int, float]]:
    """`module:factory` in a process of its own: its port, its pid, seconds to the first reply."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "--factory", program, "--port", str(port)]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--no-access-log", "--log-level", "error"], env=environment
    )
    try:
        _wait_for(port)
        yield port, process.pid, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def resident_megabytes(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError(pid)


def _wait_for(port: int) -> None:
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port)) as connection:
                connection.sendall(b"GET /health HTTP/1.0\r\n\r\n")
                if connection.recv(1):
                    return
        except ConnectionRefusedError:
            time.sleep(0.005)
