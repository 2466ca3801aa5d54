"""Settings: right ones are taken however they are given, wrong ones are refused by name."""

from base64 import urlsafe_b64encode
from pathlib import Path

import pytest

from app.settings import WrongSetting, from_environment

FERNET = urlsafe_b64encode(b"e" * 32).decode()
RIGHT = {
    "PIKIR_DATABASE_URL": "postgresql://pikir:open-sesame@db.example/people",
    "PIKIR_BALLOTS_URL": "postgresql://pikir:open-sesame@db.example/ballots",
    "PIKIR_SMTP_URL": "smtp://relay:open-sesame@127.0.0.1:25",
    "PIKIR_BASE_URL": "https://pikir.example/",
    "PIKIR_SECRET_KEYS": "s" * 32,
    "PIKIR_PEPPER": "p" * 32,
    "PIKIR_EMAIL_KEYS": FERNET,
    "PIKIR_KEY_FOLDER": "keys",
    "PIKIR_SITE_FOLDER": "site",
}


def test_right_settings_are_taken() -> None:
    settings = from_environment(RIGHT)
    assert settings.database_url.startswith("postgresql+asyncpg://")
    assert settings.base_url == "https://pikir.example"
    assert settings.is_https
    assert (settings.smtp_connections, settings.trusted_proxies) == (1, "")


@pytest.mark.parametrize("name", RIGHT)
def test_a_missing_one_is_named(name: str) -> None:
    with pytest.raises(WrongSetting, match=name):
        from_environment(RIGHT | {name: " "})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PIKIR_DATABASE_URL", "mysql://db/people"),
        ("PIKIR_DATABASE_URL", "postgresql://db:many/people"),
        ("PIKIR_SMTP_URL", "http://relay"),
        ("PIKIR_DNS_SERVER", "127.0.0.1"),
        ("PIKIR_DNS_SERVER", "ns.example:53"),
        ("PIKIR_SMTP_URL", "smtp://relay:99999"),
        ("PIKIR_BASE_URL", "pikir.example"),
        ("PIKIR_BASE_URL", "https://[::1"),
        ("PIKIR_SECRET_KEYS", f"{'s' * 32},short"),
        ("PIKIR_SECRET_KEYS", ","),
        ("PIKIR_PEPPER", "salt"),
        ("PIKIR_EMAIL_KEYS", "e" * 44),
        ("PIKIR_EMAIL_KEYS", f"{FERNET},{'é' * 44}"),
        ("PIKIR_TRUSTED_PROXIES", "*"),
        ("PIKIR_TRUSTED_PROXIES", "127.0.0.1,proxy.example"),
        ("PIKIR_SMTP_CONNECTIONS", "0"),
        ("PIKIR_SMTP_CONNECTIONS", "²"),
        ("PIKIR_SMTP_CONNECTIONS_FILE", "/no/such/file"),
        ("PIKIR_SMTP_PER_MINUTE", "0"),
        ("PIKIR_RELAY_LOG", "/no/such/file"),
    ],
)
def test_a_wrong_one_is_refused_by_name_and_not_repeated(name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=name) as refused:
        from_environment(RIGHT | {name: value})
    assert "open-sesame" not in str(refused.value)


@pytest.mark.parametrize("name", [*RIGHT, "PIKIR_TRUSTED_PROXIES", "PIKIR_SMTP_CONNECTIONS"])
def test_every_setting_may_stand_in_a_file(name: str, tmp_path: Path) -> None:
    value = (RIGHT | {"PIKIR_SMTP_CONNECTIONS": "7", "PIKIR_TRUSTED_PROXIES": "10.0.0.1"})[name]
    file = tmp_path / "value"
    file.write_text(f"{value}\n")
    rest = {one: given for one, given in RIGHT.items() if one != name}
    from_file = from_environment(rest | {f"{name}_FILE": str(file)})
    assert from_file == from_environment(RIGHT | {name: value})


def test_blanks_around_a_key_are_no_part_of_it() -> None:
    keys = f" {'a' * 32} , {'b' * 32},"
    assert from_environment(RIGHT | {"PIKIR_SECRET_KEYS": keys}).secret_keys == (
        "a" * 32,
        "b" * 32,
    )


@pytest.mark.parametrize(
    ("people", "ballots"),
    [
        ("sqlite:///one.sqlite3", "sqlite:///one.sqlite3"),
        ("sqlite:///one.sqlite3", "sqlite+aiosqlite:///./one.sqlite3"),
        ("postgresql://a:b@db/one", "postgresql+asyncpg://c:d@db:5432/one"),
        ("postgresql:///one?host=/run", "postgresql://c@/one?host=/run"),
    ],
)
def test_one_database_for_both_halves_is_refused(people: str, ballots: str) -> None:
    with pytest.raises(WrongSetting, match="another database"):
        from_environment(RIGHT | {"PIKIR_DATABASE_URL": people, "PIKIR_BALLOTS_URL": ballots})


def test_printing_the_settings_shows_no_secret() -> None:
    shown = repr(from_environment(RIGHT))
    assert "pikir.example" in shown
    for secret in ("open-sesame", "s" * 32, "p" * 32, FERNET):
        assert secret not in shown
