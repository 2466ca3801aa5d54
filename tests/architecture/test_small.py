"""The web process is small and starts fast: it loads nothing that only the worker needs."""

import subprocess
import sys

import pytest

# What sends, draws, migrates or invents: each costs megabytes and a tenth of a second.
_HEAVY = {
    "aiosmtplib", "alembic", "dns", "faker", "httpx", "matplotlib", "numpy", "xlsxwriter",
    "app.invitations.inviting", "app.mail.relay", "app.wiring", "app.work",
}  # fmt: skip


@pytest.mark.parametrize("module", ["app.main", "app.serving"])
def test_the_web_process_loads_nothing_of_the_workers(module: str) -> None:
    program = f"import sys, {module}; print(*sys.modules)"
    command = [sys.executable, "-c", program]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert module in loaded
    assert _HEAVY.isdisjoint(loaded), _HEAVY & set(loaded)
