"""A Dovecot of our own: its configuration, mail and log in one folder, on loopback only."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL
from typing import Any
from urllib.parse import quote

from tests.mta.postfix import free_port

PROGRAM = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
PASSWORD = "open/sesame@"

# {separator} and {prefix} make the two layouts of folders that are found in the wild.
_CONFIGURATION = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/dovecot.log
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_uid = nobody
mail_gid = nogroup
mail_home = {folder}/mail
mail_location = maildir:{folder}/mail/Maildir
namespace inbox {{
  inbox = yes
  prefix = {prefix}
  separator = {separator}
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid=nobody gid=nogroup home={folder}/mail
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""


@dataclass(frozen=True)
class Dovecot:
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"imap://bounces:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}"

    def put(self, *mails: bytes) -> None:
        """As the mail server next to it leaves them."""
        box = self.folder / "mail" / "Maildir" / "new"
        for number, mail in enumerate(mails):
            file = box / f"{number}.{len(list(box.iterdir()))}.mail"
            file.write_bytes(mail)
            shutil.chown(file, "nobody", "nogroup")

    def left(self) -> list[str]:
        """The flags of what is in the inbox: F flagged, S seen, T deleted."""
        return [path.name.rpartition("2,")[2] for path in self._in(".")]

    def filed(self) -> list[bytes]:
        return [path.read_bytes() for path in self._in(".Processed")]

    def _in(self, folder: str) -> list[Path]:
        at = self.folder / "mail" / "Maildir" / folder
        return [*(at / "new").glob("*"), *(at / "cur").glob("*")]


@contextmanager
def dovecot(folder: Path, prefix: str, separator: str) -> Iterator[Dovecot]:
    """Runs until the end of the block."""
    assert PROGRAM
    for part in ("run", "state", "mail/Maildir/new", "mail/Maildir/cur", "mail/Maildir/tmp"):
        (folder / part).mkdir(parents=True)
    for path in [folder / "mail", *(folder / "mail").rglob("*")]:
        shutil.chown(path, "nobody", "nogroup")
    server = Dovecot(folder, free_port())
    configuration = folder / "dovecot.conf"
    configuration.write_text(
        _CONFIGURATION.format(
            folder=folder, prefix=prefix, separator=separator, port=server.port, password=PASSWORD
        )
    )
    # It goes into the background and keeps what it was given: a pipe would never end.
    quiet: dict[str, Any] = {"check": True, "stdout": DEVNULL, "stderr": DEVNULL}
    subprocess.run([PROGRAM, "-c", configuration], **quiet)
    try:
        yield server
    finally:
        subprocess.run([PROGRAM, "-c", configuration, "stop"], **quiet)
