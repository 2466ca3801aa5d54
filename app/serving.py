"""pikir serve: the web process, which loads nothing that only the worker needs."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import click
import uvicorn

from app.main import create_app
from app.questionnaires.loading import Unreadable
from app.receiving import Receiving
from app.settings import from_environment

_PAUSE = 2.0  # seconds before a worker that died is started again


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--worker/--no-worker", default=True, help="Start and watch a worker, too.")
def serve(host: str, port: int, worker: bool) -> None:
    """Answer requests; with a worker beside it this is the whole product."""
    settings = from_environment()  # a wrong value is refused here, by name
    try:
        program = create_app(settings)
    except Unreadable as error:  # a faulty questionnaire, by file and line
        raise click.ClickException(str(error)) from error
    click.echo(f"pikir answers at http://{host}:{port}{', a worker beside it' if worker else ''}")
    with _watched_worker() if worker else nullcontext():
        uvicorn.run(
            program,
            host=host,
            port=port,
            http=Receiving,  # hangs up on whoever does not finish a request
            ws="none",
            # Longer than proxies keep a line (nginx: 60 s): they never send into a closed one.
            timeout_keep_alive=75,
            timeout_graceful_shutdown=30,  # seconds: then nobody is waited for
            access_log=False,  # an access log would say when which ticket was used
            server_header=False,
            log_level="warning",
            proxy_headers=bool(settings.trusted_proxies),
            forwarded_allow_ips=settings.trusted_proxies,
        )


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
