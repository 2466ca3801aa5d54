"""What an installation decides: environment variables only, each also as NAME_FILE."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

# Read elsewhere: by the clock of tests, and by clients of the API.
_BESIDE = ("PIKIR_CLOCK_FILE", "PIKIR_TOKEN")


class WrongSetting(ValueError):
    """A variable is missing or cannot be meant; the text names it and says what to write."""


@dataclass(frozen=True)
class Settings:
    """Printing it shows no secret: those, and the addresses that hold passwords, are left out."""

    database_url: str = field(repr=False)
    ballots_url: str = field(repr=False)
    # smtp://[user:password@]host:port, smtps://, or smtp+starttls://
    smtp_url: str = field(repr=False)
    base_url: str  # where entrepreneurs reach this installation, without a slash at the end
    secret_keys: tuple[str, ...] = field(repr=False)  # signing keys, oldest first
    pepper: bytes = field(repr=False)  # keys the fingerprints of used tickets and of addresses
    email_keys: tuple[str, ...] = field(repr=False)  # Fernet keys, oldest first
    key_folder: Path
    site_folder: Path
    smtp_connections: int = 1  # more is faster, and a worker that is killed repeats more letters
    smtp_per_minute: int | None = None  # letters that one worker may send; None: as fast as it goes
    relay_log: Path | None = None  # the relay's own log, which tells what it has taken
    # imaps://user:password@host/INBOX, where bounces gather; None: a pipe brings them, or nobody
    bounces_url: str | None = field(default=None, repr=False)
    # The name server to ask whether domains take mail, address:port; None: the system's; "none"
    dns_server: str | None = None
    trusted_proxies: str = ""  # addresses whose X-Forwarded-For is believed

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    return _settings(_Reader(environment))


def unknown_names(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Variables that look like settings of ours and are none."""
    read = _Reader(environment)
    _settings(read)
    known = read.asked | {f"{name}_FILE" for name in read.asked} | set(_BESIDE)
    return sorted(name for name in environment.keys() - known if name.startswith("PIKIR_"))


def _settings(read: "_Reader") -> Settings:
    settings = Settings(
        database_url=read.database("PIKIR_DATABASE_URL"),
        ballots_url=read.database("PIKIR_BALLOTS_URL"),
        smtp_url=read.url("PIKIR_SMTP_URL", ("smtp", "smtps", "smtp+starttls")),
        base_url=read.url("PIKIR_BASE_URL", ("http", "https")).rstrip("/"),
        secret_keys=read.keys("PIKIR_SECRET_KEYS"),
        pepper=read.secret("PIKIR_PEPPER").encode(),
        email_keys=read.fernet_keys("PIKIR_EMAIL_KEYS"),
        key_folder=Path(read.text("PIKIR_KEY_FOLDER")),
        site_folder=Path(read.text("PIKIR_SITE_FOLDER")),
        smtp_connections=read.number("PIKIR_SMTP_CONNECTIONS") or 1,
        smtp_per_minute=read.number("PIKIR_SMTP_PER_MINUTE"),
        relay_log=read.log("PIKIR_RELAY_LOG"),
        bounces_url=read.url_if_set("PIKIR_BOUNCES_URL", ("imaps", "imap")),
        dns_server=read.name_server("PIKIR_DNS_SERVER"),
        trusted_proxies=read.networks("PIKIR_TRUSTED_PROXIES"),
    )
    if _place(settings.database_url) == _place(settings.ballots_url):
        raise WrongSetting(
            "PIKIR_BALLOTS_URL must be another database than PIKIR_DATABASE_URL:"
            " people and answers never stand in one."
        )
    return settings


class _Reader:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.asked: set[str] = set()

    def text(self, name: str, default: str | None = None) -> str:
        self.asked.add(name)
        file = self._environment.get(f"{name}_FILE")
        value = _content(name, file) if file else self._environment.get(name, "").strip()
        if value or default is not None:
            return value or default or ""
        raise WrongSetting(f"{name} is not set. `pikir init` writes a file with all settings.")

    def database(self, name: str) -> str:
        url = self.text(name)
        for scheme, driver in (("sqlite", "aiosqlite"), ("postgresql", "asyncpg")):
            for start in (f"{scheme}:", f"{scheme}+{driver}:"):
                if url.startswith(start):
                    return _readable(name, f"{scheme}+{driver}:{url.removeprefix(start)}")
        raise WrongSetting(f"{name} must be an address that starts with sqlite: or postgresql:")

    def url(self, name: str, schemes: tuple[str, ...]) -> str:
        value = self.text(name)
        try:
            parts = urlsplit(value)
            _port = parts.port  # raises if it is no port
        except ValueError as error:
            raise WrongSetting(f"{name} is no address: {error}.") from error
        if parts.scheme not in schemes or not parts.hostname:
            raise WrongSetting(f"{name} must be an address that starts with {schemes[0]}://")
        return value

    def url_if_set(self, name: str, schemes: tuple[str, ...]) -> str | None:
        return self.url(name, schemes) if self.text(name, "") else None

    def name_server(self, name: str) -> str | None:
        """address:port, or `none` where nothing is to be asked."""
        value = self.text(name, "")
        if value in ("", "none"):
            return value or None
        host, _colon, port = value.rpartition(":")
        try:
            ip_address(host.strip("[]"))
            return f"{host.strip('[]')}:{int(port)}"
        except ValueError as error:
            raise WrongSetting(
                f"{name} must be an address with its port, such as 127.0.0.1:53, or none."
            ) from error

    def secret(self, name: str) -> str:
        value = self.text(name)
        if len(value) < 32:
            raise WrongSetting(f"{name} is too short to be a secret: 32 characters at least.")
        return value

    def keys(self, name: str) -> tuple[str, ...]:
        keys = tuple(key.strip() for key in self.text(name).split(",") if key.strip())
        if not keys or any(len(key) < 32 for key in keys):
            raise WrongSetting(f"{name} holds a key of less than 32 characters.")
        return keys

    def fernet_keys(self, name: str) -> tuple[str, ...]:
        keys = self.keys(name)
        for number, key in enumerate(keys, 1):
            try:
                Fernet(key)
            except ValueError as error:
                raise WrongSetting(
                    f"{name}: key {number} is no Fernet key (44 characters, as `pikir init` makes)."
                ) from error
        return keys

    def networks(self, name: str) -> str:
        """Addresses or networks, separated by commas. Never `*`: then anybody forges an origin."""
        value = self.text(name, "")
        try:
            for part in filter(None, value.split(",")):
                ip_network(part.strip())
        except ValueError as error:
            raise WrongSetting(f"{name} must list addresses such as 127.0.0.1: {error}.") from error
        return value

    def log(self, name: str) -> Path | None:
        """A file that somebody else writes, if there is one."""
        value = self.text(name, "")
        if value and not os.access(value, os.R_OK):
            raise WrongSetting(f"{name} names {value}, which this user cannot read.")
        return Path(value) if value else None

    def number(self, name: str) -> int | None:
        value = self.text(name, "")
        if not value:
            return None
        if not value.isdecimal() or int(value) < 1:
            raise WrongSetting(f"{name} must be a number from 1 on, not {value!r}.")
        return int(value)


def _content(name: str, file: str) -> str:
    try:
        return Path(file).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSetting(f"{name}_FILE names {file}, which cannot be read: {error}") from error


def _readable(name: str, url: str) -> str:
    """The address itself, if it is one. The error does not repeat it: it may hold a password."""
    try:
        make_url(url)
    except (ArgumentError, ValueError) as error:
        raise WrongSetting(f"{name} is no address of a database.") from error
    return url


def _place(url: str) -> tuple[object, ...]:
    """Where the database lies, however its address is spelled and whoever signs in to it."""
    parts = make_url(url)
    if parts.drivername.startswith("sqlite"):
        return (Path(parts.database or "").resolve(),)
    return (parts.host or parts.query.get("host"), parts.port or 5432, parts.database)
