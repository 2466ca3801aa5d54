"""The samples for nginx and Caddy, live in front of the program: nothing is logged of tickets."""

import re
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPResponse, HTTPSConnection
from pathlib import Path
from socket import create_connection, create_server

import pytest

from tests.hostile.conftest import PATIENCE, Server
from tests.making.certificates import certify

SAMPLES = Path(__file__).resolve().parents[2] / "docs" / "samples"
PROGRAMS = {
    name: shutil.which(name) or shutil.which(name, path="/usr/sbin") for name in ("nginx", "caddy")
}


@dataclass(frozen=True)
class Proxy:
    port: int
    folder: Path

    def ask(self, method: str, path: str, **headers: str) -> HTTPResponse:
        context = ssl.create_default_context(cafile=self.folder / "certificate.pem")
        line = HTTPSConnection("localhost", self.port, timeout=PATIENCE, context=context)
        line.request(method, path, headers=headers | {"Connection": "close"})
        reply = line.getresponse()
        reply.read()
        line.close()
        return reply

    def logged(self, last: str) -> str:
        """Everything, once this stands in it: nginx writes when it has replied."""
        deadline = time.monotonic() + PATIENCE
        while last not in (said := "".join(path.read_text() for path in self.folder.glob("*.log"))):
            assert time.monotonic() < deadline, said
            time.sleep(0.05)
        return said


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxy(
    request: pytest.FixtureRequest, server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    if (program := PROGRAMS[request.param]) is None:
        pytest.skip(f"{request.param} is not installed: apt install nginx-light caddy")
    folder = tmp_path_factory.mktemp(request.param)
    with create_server(("127.0.0.1", 0)) as free, create_server(("127.0.0.1", 0)) as other:
        port, plain = free.getsockname()[1], other.getsockname()[1]
    certify(folder, "localhost")
    setting_up = _nginx if request.param == "nginx" else _caddy
    command = [program, *setting_up(server.port, port, plain, folder)]
    with (folder / "said").open("w") as said, subprocess.Popen(command, stderr=said) as process:
        _wait_for(port)
        yield Proxy(port, folder)
        process.terminate()


def _nginx(program: int, port: int, plain: int, folder: Path) -> list[str]:
    sample = _sample(program, port, plain, folder)
    (folder / "nginx.conf").write_text(_around(sample, folder))
    return ["-p", str(folder), "-c", "nginx.conf", "-e", "start.log"]


def _caddy(program: int, port: int, plain: int, folder: Path) -> list[str]:
    """The sample itself: only ports, names, certificates and the log's place are this machine's."""
    start = f"{{\n\tadmin off\n\thttp_port {plain}\n\tlog {{\n\t\toutput file {folder}/access.log"
    site = f"localhost:{port} {{\n\ttls {folder}/certificate.pem {folder}/key.pem"
    changes = {
        "127.0.0.1:8000": f"127.0.0.1:{program}",
        "{\n\tlog {": start,
        "pikir.example {": site,
    }
    configuration = folder / "Caddyfile"
    configuration.write_text(_changed((SAMPLES / "Caddyfile").read_text(), changes))
    return ["run", "--config", str(configuration)]


def _changed(sample: str, changes: dict[str, str]) -> str:
    for there, here in changes.items():
        assert there in sample
        sample = sample.replace(there, here)
    return sample


def _sample(program: int, port: int, plain: int, folder: Path) -> str:
    """The sample itself: only ports, names and certificates are this machine's."""
    changes = {
        "127.0.0.1:8000": f"127.0.0.1:{program}",
        "listen 443": f"listen 127.0.0.1:{port}",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "pikir.example;": "localhost;",
    }
    sample = _changed((SAMPLES / "nginx.conf").read_text(), changes)
    sample = re.sub(r"(ssl_certificate_key +)\S+;", rf"\g<1>{folder}/key.pem;", sample)
    return re.sub(r"(ssl_certificate +)\S+;", rf"\g<1>{folder}/certificate.pem;", sample)


def _around(sample: str, folder: Path) -> str:
    """As Debian's nginx.conf is around it: with a log of everything."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    logs = f"access_log {folder}/access.log;\nerror_log {folder}/error.log info;\n"
    head = f"daemon off;\npid {folder}/pid;\nevents {{}}\n"
    return f"{head}http {{\n{places}{logs}{sample}}}\n"


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        else:
            return


def test_no_address_with_a_ticket_reaches_a_log_of_the_proxy(server: Server, proxy: Proxy) -> None:
    link = server.links[4]
    token = link.removeprefix("/s/").partition("?")[0]
    assert proxy.ask("GET", link).status == 200
    for path in (f"/s/{token}x", f"/u/{token}", f"/u/not-mine/{token}"):
        assert proxy.ask("GET", path).status == 404
    assert proxy.ask("GET", f"/staff/set-password/{token}").status == 410
    too_long = proxy.ask("POST", link, **{"Content-Length": "2000000"})
    assert too_long.status == 413
    assert proxy.ask("GET", "/ky/", **{"User-Agent": "canary"}).status == 200
    logged = proxy.logged("canary")  # it does log, elsewhere
    assert token not in logged
    assert token not in server.log.read_text()


def test_what_the_page_forbids_the_browser_to_tell_stays_forbidden(
    server: Server, proxy: Proxy
) -> None:
    reply = proxy.ask("GET", server.links[4])
    assert reply.headers.get_all("Referrer-Policy") == ["strict-origin"]
    assert reply.headers.get_all("Cache-Control") == ["no-store"]
    assert reply.headers["Strict-Transport-Security"]
    assert "nginx/" not in str(reply.headers)  # no version
    assert "uvicorn" not in str(reply.headers)


def test_nobody_outside_is_told_by_whom_they_are_believed_to_be(proxy: Proxy) -> None:
    """What a visitor claims of hosts and origins is overwritten, not passed on."""
    claims = {f"X-Forwarded-{name}": "evil.example" for name in ("Host", "For", "Proto", "Server")}
    reply = proxy.ask("GET", "/", Forwarded="host=evil.example", **claims)
    assert (reply.status, reply.headers["Location"]) == (302, "/ky/")
