"""What `pikir` says of itself."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from app.__main__ import ACTS, pikir


def test_the_list_has_every_act_on_one_line() -> None:
    said = CliRunner().invoke(pikir, ["--help"]).output.splitlines()
    assert [line.split()[0] for line in said[said.index("Commands:") + 1 :]] == list(ACTS)


@pytest.mark.parametrize("name", ACTS)
def test_an_act_of_the_list_is_there(name: str) -> None:
    act = pikir.get_command(click.Context(pikir), name)
    assert act
    assert act.name == name
    assert act.help


def test_the_list_loads_no_act() -> None:
    loads = "import sys; from app.__main__ import pikir; pikir(['--help'], standalone_mode=False)"
    asks = "print(sorted({'sqlmodel', 'litestar', 'matplotlib'} & {*sys.modules}))"
    ran = subprocess.run(
        [sys.executable, "-c", f"{loads}; {asks}"], capture_output=True, check=True, text=True
    )
    assert ran.stdout.endswith("[]\n")
