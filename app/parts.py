"""What every process of an installation may need, built once from its settings."""

import hmac
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from app.ballots.casting import Casting
from app.ballots.tickets import Tickets
from app.invitations.denying import Denying
from app.invitations.stopping import Stopping
from app.lib.db import Database
from app.lib.files import shipped
from app.lib.keyfolder import KeyFolder
from app.questionnaires.loading import Shelf
from app.registry.addresses import Addresses
from app.settings import Settings


@dataclass
class Parts:
    """Each is made when it is first asked for."""

    settings: Settings

    @cached_property
    def people(self) -> Database:
        return Database(self.settings.database_url)

    @cached_property
    def ballots(self) -> Database:
        return Database(self.settings.ballots_url)

    @cached_property
    def keys(self) -> KeyFolder:
        return KeyFolder(self.settings.key_folder)

    @cached_property
    def batch_folder(self) -> Path:
        return self.settings.key_folder.parent / "batches"

    @cached_property
    def sent_folder(self) -> Path:
        return self.settings.key_folder.parent / "sent"

    @cached_property
    def pulse(self) -> Path:
        """A file that the worker touches."""
        return self.settings.key_folder.parent / "worker-pulse"

    @cached_property
    def last_backup(self) -> Path:
        """A file that holds the name of the newest backup, and is as old as that."""
        return self.settings.key_folder.parent / "last-backup"

    @cached_property
    def tickets(self) -> Tickets:
        return Tickets(self.settings.secret_keys)

    @cached_property
    def casting(self) -> Casting:
        return Casting(self.ballots, self.settings.pepper)

    @cached_property
    def shelf(self) -> Shelf:
        return _shelf(shipped("surveys"))

    @cached_property
    def addresses(self) -> Addresses:
        return Addresses(self.settings.email_keys, self.settings.pepper)

    @cached_property
    def stopping(self) -> Stopping:
        return Stopping(self.settings.pepper)

    @cached_property
    def denying(self) -> Denying:
        return Denying(self.settings.pepper)

    @property
    def installation(self) -> str:
        """Tells a backup whether these are the secrets it was made with. It gives none away."""
        return hmac.new(self.settings.pepper, b"installation", sha256).hexdigest()[:16]

    @property
    def mail_domain(self) -> str:
        """In return paths and Message-IDs. Mail servers refuse a bare number as a domain."""
        host = urlsplit(self.settings.base_url).hostname or "localhost"
        try:
            number = ip_address(host)
        except ValueError:
            return host
        return f"[IPv6:{number}]" if number.version == 6 else f"[{number}]"  # RFC 5321, 4.1.3

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.close()

    async def close(self) -> None:
        for name in ("casting", "people", "ballots"):
            if name in self.__dict__:
                await self.__dict__[name].close()


@cache
def _shelf(folder: Path) -> Shelf:
    """Read once in a process: what is shipped changes only with the program."""
    return Shelf(folder)
