"""A Postfix of our own: its configuration, queue and log in one folder, on loopback only.

The programs come from the distribution's package; the system's own mail service, if there is one,
is not touched.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PROGRAM = shutil.which("postfix", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

_MAIN = """
compatibility_level = 3.6
myhostname = {name}
queue_directory = {folder}/spool
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
smtpd_peername_lookup = no
smtp_dns_support_level = disabled
mynetworks = 127.0.0.0/8
mydestination =
alias_maps =
local_recipient_maps =
biff = no
"""
_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
smtp unix - - n - - smtp
virtual unix - n n - - virtual
error unix - - n - - error
retry unix - - n - - error
"""


@dataclass(frozen=True)
class Postfix:
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "mail.log"

    def says(self, *words: str) -> list[str]:
        """The lines of its log that hold all of these words."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [line for line in lines if all(word in line for word in words)]

    def deferred(self) -> list[Path]:
        """The mails that wait for another try."""
        waiting = self.folder / "spool" / "deferred"
        return [path for path in waiting.rglob("*") if path.is_file()]

    def run(self, *command: str) -> None:
        """`start`, `stop`, `flush` …"""
        assert PROGRAM
        done = subprocess.run(
            [PROGRAM, "-c", self.folder / "etc", *command], check=False, capture_output=True
        )
        told = self.log.read_text() if self.log.exists() else ""
        assert done.returncode == 0, f"{done.stderr.decode()}\n{told}"


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


@contextmanager
def folder_for_all() -> Iterator[Path]:
    """Postfix's programs run as other users, who must get here."""
    folder = Path(tempfile.mkdtemp(prefix="pikir-mta-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postfix(folder: Path, name: str, port: int, main: str, master: str = "") -> Iterator[Postfix]:
    """Runs until the end of the block; `main` and `master` are added to main.cf and master.cf."""
    for part in ("etc", "spool", "data"):
        (folder / part).mkdir(parents=True)
    shutil.chown(folder / "data", "postfix")
    settings = _MAIN.format(name=name, folder=folder)
    (folder / "etc" / "main.cf").write_text(f"{settings}{main}")
    (folder / "etc" / "master.cf").write_text(f"{_MASTER.format(port=port)}{master}")
    server = Postfix(folder, port)
    server.run("start")
    try:
        yield server
    finally:
        server.run("stop")
