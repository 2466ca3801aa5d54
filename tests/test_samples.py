"""The samples for operating say what the handbook promises."""

import os
import re
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import pytest

from app.__main__ import ACTS

SAMPLES = Path(__file__).resolve().parents[1] / "docs" / "samples"
UNLOGGED = ["/s/abc", "/u/abc", "/gko/anketa/1", "/staff/set-password/abc", "/ky/open/geti"]
LOGGED = ["/", "/ky/", "/ky/results/geti/2026-q3", "/staff/", "/submit", "/static/css/base.css"]
HARDENED = {
    "User": "pikir",
    "UMask": "0077",
    "ProtectSystem": "strict",
    "NoNewPrivileges": "yes",
    "CapabilityBoundingSet": "",
    "LimitCORE": "0",
}


def unit(name: str) -> ConfigParser:
    parser = ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string((SAMPLES / name).read_text())
    return parser


@pytest.mark.parametrize("name", ["pikir", "pikir-worker", "pikir-backup"])
def test_services_are_hardened_and_call_what_there_is(name: str) -> None:
    service = dict(unit(f"{name}.service")["Service"])
    assert HARDENED.items() <= service.items()
    program, act, *_ = service["ExecStart"].split()
    assert program.endswith("/bin/pikir")
    assert act in ACTS


def test_the_timer_has_its_service() -> None:
    assert unit("pikir-backup.timer")["Timer"]["Persistent"] == "yes"
    assert (SAMPLES / "pikir-backup.service").exists()


@pytest.mark.parametrize(
    ("name", "silent"),
    [
        ("nginx.conf", r"location ~ (\S+) \{\s+access_log off;\s+error_log /dev/null crit;"),
        ("Caddyfile", r"@unlogged path_regexp (\S+)\s+skip_log @unlogged"),
    ],
)
def test_no_address_with_a_ticket_is_logged(name: str, silent: str) -> None:
    found = re.search(silent, (SAMPLES / name).read_text())
    assert found
    assert [path for path in UNLOGGED if not re.search(found[1], path)] == []
    assert [path for path in LOGGED if re.search(found[1], path)] == []


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")
def test_nginx_reads_the_sample(tmp_path: Path) -> None:
    sample = (SAMPLES / "nginx.conf").read_text()
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    sample = re.sub(r"(ssl_certificate_key +)\S+;", rf"\g<1>{key};", sample)
    sample = re.sub(r"(ssl_certificate +)\S+;", rf"\g<1>{certificate};", sample)
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{sample}}}\n")
    done = subprocess.run(["nginx", "-t", "-c", whole], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("settings", "program", "status"),
    [
        ("PIKIR_X=1\n", 'test "$PIKIR_X" = 1', 0),
        ("PIKIR_X=1\n", "exit 1", os.EX_TEMPFAIL),
        (None, "exit 0", os.EX_TEMPFAIL),
    ],
)
def test_a_bounce_that_cannot_be_dealt_with_now_is_handed_over_again(
    tmp_path: Path, settings: str | None, program: str, status: int
) -> None:
    env, pikir = tmp_path / "pikir.env", tmp_path / "pikir"
    if settings:
        env.write_text(settings)
    pikir.write_text(f'#!/bin/sh\n[ "$1" = bounce ] && {program}\n')
    pikir.chmod(0o755)
    script = (SAMPLES / "bounce.sh").read_text()
    for written, here in (("/etc/pikir/pikir.env", env), ("/opt/pikir/bin/pikir", pikir)):
        assert written in script
        script = script.replace(written, str(here))
    assert subprocess.run(["sh", "-c", script], check=False).returncode == status
