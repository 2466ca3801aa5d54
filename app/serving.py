"""pikir serve and pikir worker: the two kinds of process."""

import asyncio
import logging
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module

import click
import uvicorn

from app import work
from app.questionnaires.loading import Unreadable
from app.settings import from_environment
from app.wiring import Wiring

_PAUSE = 2.0  # seconds before a worker that died is started again


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--worker/--no-worker", default=True, help="Start and watch a worker, too.")
def serve(host: str, port: int, worker: bool) -> None:
    """Answer requests; with a worker beside it this is the whole product."""
    settings = from_environment()  # a wrong value is refused here, by name
    with _faults_in_words():
        program = import_module("app.main").create_app(settings)  # a worker never loads it
    with _watched_worker() if worker else nullcontext():
        uvicorn.run(
            program,
            host=host,
            port=port,
            access_log=False,  # an access log would say when which ticket was used
            server_header=False,
            log_level="warning",
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=settings.trusted_proxies,
        )


@click.command()
@click.option("--until-input-ends", is_flag=True, hidden=True)
def worker(until_input_ends: bool) -> None:
    """Invite, send, mix, draw and release, each at its time."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    wiring = Wiring(from_environment())
    with _faults_in_words():
        _ = wiring.shelf
    asyncio.run(_work(wiring, until_input_ends))


@contextmanager
def _faults_in_words() -> Iterator[None]:
    """A faulty questionnaire stops the start, named by file and line."""
    try:
        yield
    except Unreadable as error:
        raise click.ClickException(str(error)) from error


async def _work(wiring: Wiring, until_input_ends: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    if until_input_ends:
        threading.Thread(target=_wait_for_end, args=(loop, stop), daemon=True).start()
    try:
        await work.run(wiring, stop)
    finally:
        await wiring.close()


def _wait_for_end(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """The pipe from the web process closes when that process ends, even by kill -9."""
    sys.stdin.buffer.read()
    loop.call_soon_threadsafe(stop.set)


@contextmanager
def _watched_worker() -> Iterator[None]:
    """A worker of our own, started again whenever it dies, ended with us."""
    ended = threading.Event()
    watcher = threading.Thread(target=_keep_alive, args=(ended,), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join(timeout=30)


def _keep_alive(ended: threading.Event) -> None:
    command = [sys.executable, "-m", "app", "worker", "--until-input-ends"]
    while not ended.is_set():
        with subprocess.Popen(command, stdin=subprocess.PIPE) as process:  # noqa: S603
            while process.poll() is None and not ended.wait(0.5):
                pass
            process.terminate()
        ended.wait(_PAUSE)
