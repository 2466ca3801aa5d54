"""Letters from the outbox, beside bare aiosmtplib with the very same bytes."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aiosmtplib

from app.lib import clock
from app.mail.delivering import deliver_due
from app.mail.message import write
from app.mail.relay import Relay
from app.wiring import Wiring
from tests.bench.preparing import prepare
from tests.bench.report import Report
from tests.making.mail import make_draft, make_outbox, post

COUNT = 1500
LINES = 4


async def measure(folder: Path, report: Report) -> None:
    with sink() as port:
        wiring = (await prepare(folder)).wiring()
        ours, ready = await _ours(wiring, port)
        bare = await _bare(port, ready)
        await wiring.close()
    report.line(f"bare aiosmtplib, {LINES} connections, ready bytes", f"{bare:8,.0f}/s")
    report.line("outbox: decrypt, build, send, two durable marks", f"{ours:8,.0f}/s")
    report.goal("  of bare aiosmtplib", ours / bare, at_least=0.25)


async def _ours(wiring: Wiring, port: int) -> tuple[float, bytes]:
    """Letters a second, and one of them as it went out."""
    outbox = make_outbox(wiring.keys)
    drafts = [make_draft(f"owner{n}@mail.example") for n in range(COUNT)]
    posted = await post(wiring.people, outbox, *drafts)
    relay = Relay(f"smtp://127.0.0.1:{port}", LINES)
    began = time.perf_counter()
    sent = 0
    while sent < COUNT:
        sent += (await deliver_due(wiring.people, outbox, relay, worker="bench")).sent
    took = time.perf_counter() - began
    message = write(drafts[0], outbox.marks(posted[0]), clock.now())
    return COUNT / took, message.content


async def _bare(port: int, content: bytes) -> float:
    began = time.perf_counter()
    await asyncio.gather(*(_line(port, content, COUNT // LINES) for _ in range(LINES)))
    return COUNT / (time.perf_counter() - began)


async def _line(port: int, content: bytes, count: int) -> None:
    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False) as client:
        for _ in range(count):
            await client.sendmail("a@bench.example", ["b@bench.example"], content)


@contextmanager
def sink() -> Iterator[int]:
    command = [sys.executable, "-m", "tests.bench.sink"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield int(process.stdout.readline())
        process.terminate()
