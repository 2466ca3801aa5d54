"""What is made from the settings."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.parts import Parts
from tests.installation import make_settings


@pytest.mark.parametrize(
    ("base_url", "domain"),
    [
        ("https://pikir.example", "pikir.example"),
        ("http://127.0.0.1:8000", "[127.0.0.1]"),
        ("http://[::1]:8000", "[IPv6:::1]"),
    ],
)
def test_return_paths_have_a_domain_that_mail_servers_take(
    base_url: str, domain: str, tmp_path: Path
) -> None:
    settings = make_settings("sqlite:///a", "sqlite:///b", tmp_path, "smtp://127.0.0.1:25")
    assert Parts(replace(settings, base_url=base_url)).mail_domain == domain
