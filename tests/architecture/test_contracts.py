"""The import contracts name every module that they are about."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_invitations_are_kept_from_every_module_of_the_ballots_but_tickets() -> None:
    linter = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    [contract] = [
        one for one in linter["contracts"] if one.get("source_modules") == ["app.invitations"]
    ]
    there = {f"app.ballots.{path.stem}" for path in (ROOT / "app" / "ballots").glob("[!_]*.py")}
    assert set(contract["forbidden_modules"]) == there - {"app.ballots.tickets"}
