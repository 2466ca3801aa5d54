"""What is typed, in an installation over the test's databases that sends nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.__main__ import pikir
from app.lib.db import Database
from tests.faults.house import environment
from tests.installation import make_settings

Typed = Callable[..., Awaitable[Result]]


@pytest.fixture
def typed(
    people: Database,
    ballots: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    clock: None,
) -> Typed:
    """Its keys lie in the test's own key folder, and its sites in `tmp_path`/site."""
    settings = make_settings(people.url, ballots.url, tmp_path, "smtp://127.0.0.1:25")
    for name, value in environment(settings).items():
        monkeypatch.setenv(name, value)

    async def run(*words: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, pikir, words)

    return run
