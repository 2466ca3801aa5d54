"""The demo's folder: fresh at each run, with settings of its own. Nothing outside it is touched."""

import os
import secrets
import shlex
import shutil
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from cryptography.fernet import Fernet

from app.lib import clock
from app.lib.locking import lock

MARKER = ".pikir-demo"
HOST = "127.0.0.1"
WEB_PORTS = range(8000, 8100)


class Unusable(RuntimeError):
    """The demo cannot run here; the text says why and what to do."""


@dataclass(frozen=True)
class Folder:
    """Where everything lies."""

    path: Path

    @property
    def mailbox(self) -> Path:
        return self.path / "mailbox.sqlite3"

    @property
    def register(self) -> Path:
        return self.path / "register"

    @property
    def settings(self) -> Path:
        return self.path / "pikir.env"


@contextmanager
def fresh(path: Path) -> Iterator[Folder]:
    """An empty folder, ours until the end of the block. Unusable if it is not for us to empty."""
    path = path.absolute()
    try:
        path.mkdir(parents=True, exist_ok=True)
        marker = _marked(path)
    except OSError as error:
        raise Unusable(
            f"{path} cannot be written: {error.strerror}. Run the demo in another folder."
        ) from error
    with marker:
        _lock(marker, path)
        for old in path.iterdir():
            if old.name != MARKER:
                shutil.rmtree(old) if old.is_dir() else old.unlink()
        folder = Folder(path)
        folder.register.mkdir()
        yield folder


def _marked(path: Path) -> TextIO:
    marker = path / MARKER
    if any(path.iterdir()) and not marker.exists():
        raise Unusable(
            f"{path} holds something that no demo has made. Move it away, or run the demo in"
            " another folder."
        )
    marker.write_text("Made by `pikir demo`, and removed by the next one.\n")
    return marker.open()


def _lock(marker: TextIO, path: Path) -> None:
    if not lock(marker):
        raise Unusable(f"A demo is running in {path}. End it first (Ctrl-C).")


def listening(ports: Iterable[int] = WEB_PORTS) -> socket.socket:
    """On the first of the ports that nobody has taken; 0 is any."""
    for port in ports:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen()
        except OSError:
            listener.close()
        else:
            return listener
    raise Unusable("All ports from 8000 to 8099 are in use. Free one of them.")


def settle(folder: Folder, web: socket.socket, mail: socket.socket) -> None:
    """Generate all settings, as this process's environment and as a file for others."""
    (folder.path / "clock").write_text("0")
    values = {
        clock.FILE: str(folder.path / "clock"),
        "PIKIR_DATABASE_URL": f"sqlite:///{folder.path}/people.sqlite3",
        "PIKIR_BALLOTS_URL": f"sqlite:///{folder.path}/ballots.sqlite3",
        "PIKIR_SMTP_URL": f"smtp://{HOST}:{_port(mail)}",
        "PIKIR_SMTP_CONNECTIONS": "16",
        "PIKIR_BASE_URL": f"http://{HOST}:{_port(web)}",
        "PIKIR_KEY_FOLDER": f"{folder.path}/keys",
        "PIKIR_SITE_FOLDER": f"{folder.path}/site",
        "PIKIR_SECRET_KEYS": secrets.token_urlsafe(48),
        "PIKIR_PEPPER": secrets.token_urlsafe(48),
        "PIKIR_EMAIL_KEYS": Fernet.generate_key().decode(),
        "PIKIR_DNS_SERVER": "none",  # nobody there has an address that exists
        "PIKIR_TRUSTED_PROXIES": HOST,
    }
    os.environ.update(values)
    folder.settings.touch(mode=0o600)
    folder.settings.write_text(
        "".join(f"{name}={shlex.quote(value)}\n" for name, value in values.items())
    )


def _port(listener: socket.socket) -> int:
    return int(listener.getsockname()[1])
