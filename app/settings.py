"""What an installation decides: environment variables only, each also as NAME_FILE."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit


class WrongSetting(ValueError):
    """A variable is missing or cannot be meant; the text names it and says what to write."""


@dataclass(frozen=True)
class Settings:
    database_url: str
    ballots_url: str
    smtp_url: str  # smtp://[user:password@]host:port, smtps://, or smtp+starttls://
    base_url: str  # where entrepreneurs reach this installation, without a slash at the end
    secret_keys: tuple[str, ...]  # signing keys, oldest first
    pepper: bytes  # keys the fingerprints of used tickets and of addresses
    email_keys: tuple[str, ...]  # Fernet keys, newest first
    key_folder: Path
    site_folder: Path
    smtp_connections: int = 4
    trusted_proxies: str = ""  # addresses whose X-Forwarded-For is believed

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    read = _Reader(environment)
    return Settings(
        database_url=_async_driver(read.text("PIKIR_DATABASE_URL")),
        ballots_url=_async_driver(read.text("PIKIR_BALLOTS_URL")),
        smtp_url=read.url("PIKIR_SMTP_URL", ("smtp", "smtps", "smtp+starttls")),
        base_url=read.url("PIKIR_BASE_URL", ("http", "https")).rstrip("/"),
        secret_keys=read.keys("PIKIR_SECRET_KEYS"),
        pepper=read.secret("PIKIR_PEPPER").encode(),
        email_keys=read.keys("PIKIR_EMAIL_KEYS"),
        key_folder=Path(read.text("PIKIR_KEY_FOLDER")),
        site_folder=Path(read.text("PIKIR_SITE_FOLDER")),
        smtp_connections=read.number("PIKIR_SMTP_CONNECTIONS", 4),
        trusted_proxies=environment.get("PIKIR_TRUSTED_PROXIES", ""),
    )


class _Reader:
    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment

    def text(self, name: str) -> str:
        file = self._environment.get(f"{name}_FILE")
        value = Path(file).read_text().strip() if file else self._environment.get(name, "").strip()
        if not value:
            raise WrongSetting(f"{name} is not set. `pikir init` writes a file with all settings.")
        return value

    def url(self, name: str, schemes: tuple[str, ...]) -> str:
        value = self.text(name)
        if urlsplit(value).scheme not in schemes or not urlsplit(value).hostname:
            raise WrongSetting(f"{name} must be an address that starts with {schemes[0]}://")
        return value

    def secret(self, name: str) -> str:
        value = self.text(name)
        if len(value) < 32:
            raise WrongSetting(f"{name} is too short to be a secret: 32 characters at least.")
        return value

    def keys(self, name: str) -> tuple[str, ...]:
        keys = tuple(key for key in self.text(name).split(",") if key)
        if any(len(key) < 32 for key in keys):
            raise WrongSetting(f"{name} holds a key of less than 32 characters.")
        return keys

    def number(self, name: str, default: int) -> int:
        value = self._environment.get(name, str(default))
        if not value.isdigit() or int(value) < 1:
            raise WrongSetting(f"{name} must be a number from 1 on, not {value!r}.")
        return int(value)


def _async_driver(url: str) -> str:
    for plain, driver in (("sqlite:", "sqlite+aiosqlite:"), ("postgresql:", "postgresql+asyncpg:")):
        if url.startswith(plain):
            return driver + url.removeprefix(plain)
    if url.startswith(("sqlite+aiosqlite:", "postgresql+asyncpg:")):
        return url
    raise WrongSetting(f"A database address starts with sqlite: or postgresql:, not {url[:12]!r}.")
