"""pikir serve and its worker: two processes that keep each other company."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from app.cli.init import init
from app.demo.folder import listening
from app.migrations import upgrade
from app.serving import serve
from app.work.command import worker

PATIENCE = 60.0  # seconds: machines that run tests are busy


@dataclass
class Served:
    process: subprocess.Popen[bytes]
    address: str

    def worker(self) -> int | None:
        """The child that is a worker, as long as it lives."""
        for task in Path(f"/proc/{self.process.pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                if "worker" in _command(int(child)):
                    return int(child)
        return None


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    environment = _settings(tmp_path)
    for history, name in (("people", "DATABASE"), ("ballots", "BALLOTS")):
        upgrade(history, environment[f"PIKIR_{name}_URL"].replace(":", "+aiosqlite:", 1))
    with listening() as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "app", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=os.environ | environment) as process:
        yield Served(process, f"http://127.0.0.1:{port}")
        process.kill()


def _settings(folder: Path) -> dict[str, str]:
    assert CliRunner().invoke(init, [str(folder / "data")]).exit_code == 0
    lines = (folder / "data" / "pikir.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line.startswith("PIKIR_"))


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:  # it has ended meanwhile
        return ""


def _until(is_so: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.05)


def _other_worker(served: Served, than: int | None) -> Callable[[], bool]:
    return lambda: served.worker() not in (None, than)


def _answers(served: Served) -> bool:
    try:
        with urlopen(f"{served.address}/ready", timeout=5) as reply:  # noqa: S310
            return bool(reply.status == 200)
    except OSError:
        return False


def test_it_answers_and_a_worker_that_dies_is_started_again_and_ends_with_its_parent(
    served: Served,
) -> None:
    _until(lambda: _answers(served))
    _until(_other_worker(served, None))
    first = served.worker()
    assert first
    os.kill(first, signal.SIGKILL)
    _until(_other_worker(served, first))
    second = served.worker()
    assert second
    served.process.terminate()
    served.process.wait(PATIENCE)
    _until(lambda: not _command(second))


@pytest.mark.slow
def test_a_worker_does_not_outlive_a_parent_that_is_killed(served: Served) -> None:
    _until(_other_worker(served, None))
    worker = served.worker()
    assert worker
    served.process.kill()
    served.process.wait(PATIENCE)
    _until(lambda: not _command(worker))


def test_a_worker_that_is_told_to_end_ends_in_silence(tmp_path: Path) -> None:
    """As service managers end a group: the pipe from its parent is still open then."""
    environment = _settings(tmp_path)
    for history, name in (("people", "DATABASE"), ("ballots", "BALLOTS")):
        upgrade(history, environment[f"PIKIR_{name}_URL"].replace(":", "+aiosqlite:", 1))
    command = [sys.executable, "-m", "app", "worker", "--until-input-ends"]
    pipe = subprocess.PIPE
    whole = os.environ | environment
    with subprocess.Popen(command, env=whole, stdin=pipe, stderr=pipe) as process:
        _until((tmp_path / "data" / "worker-pulse").exists)
        process.terminate()
        assert process.wait(PATIENCE) == 0
        assert process.stderr
        assert b"Fatal" not in process.stderr.read()


def test_a_faulty_questionnaire_stops_the_start_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    surveys = tmp_path / "surveys" / "post-inspection"
    surveys.mkdir(parents=True)
    (surveys / "1.yaml").write_text("name: post-inspection\n")
    for name, value in _settings(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("app.parts.shipped", lambda name: tmp_path / name)
    for command in (serve, worker):
        said = CliRunner().invoke(command, [])
        assert said.exit_code == 1
        assert "surveys/post-inspection/1.yaml, line" in said.output
        assert "Traceback" not in said.output
