"""Looking at a survey page and sending one, beside bare Litestar on the same server."""

from pathlib import Path
from urllib.parse import urlencode

from app.questionnaires.loading import Shelf
from tests.bench.load import Measured, get, load, post
from tests.bench.preparing import prepare, resident_megabytes, server
from tests.bench.report import Report

COUNT = 4000


def body() -> bytes:
    """A form with every question answered."""
    answers = {"shown": "ky"}
    for question in Shelf().latest("post-inspection").questions:
        remark = "Алдын ала кабарлагыла. " * 5
        answers[question.id] = question.options[0].value if question.options else remark
    return urlencode(answers).encode()


async def measure(folder: Path, report: Report) -> None:
    for at_once in (4, 32):
        await _measure(folder / str(at_once), report, at_once)


async def _measure(folder: Path, report: Report, at_once: int) -> None:
    folder.mkdir()
    prepared = await prepare(folder)
    bare = prepared.environment | {
        "BENCH_GROUP": f"{prepared.box_id},{prepared.key_name}",
        "BENCH_DATABASE": f"{folder}/ballots.sqlite3",
    }
    links, filled = prepared.links(COUNT), body()
    with server("tests.bench.bare:create", bare) as (port, _pid, _seconds):
        hello = await load(port, [get("/")] * COUNT, at_once)
        row = await load(port, [post("/row", b"a=1&b=2")] * COUNT, at_once)
    with server("app.main:create_app", prepared.environment) as (port, pid, seconds):
        await load(port, [get(links[0])] * 200, at_once)
        look = await load(port, [get(link) for link in links], at_once)
        send = await load(port, [post(link, filled) for link in links], at_once)
        memory = resident_megabytes(pid)
    _check(send)
    report.line(f"bare Litestar GET, {at_once} at once", str(hello))
    report.line(f"GET /s/…, {at_once} at once", str(look))
    report.goal("  of bare Litestar", look.per_second / hello.per_second, at_least=0.40)
    report.line(f"bare Litestar POST and one durable row, {at_once} at once", str(row))
    report.line(f"POST /s/…, {at_once} at once", str(send))
    report.goal("  of bare POST and row", send.per_second / row.per_second, at_least=0.60)
    if at_once == 4:
        report.goal("GET p99, ms", look.p99, at_most=6)
        report.goal("POST p99, ms", send.p99, at_most=10)
        report.goal("first reply after start, s", seconds, at_most=1.0)
        report.goal("web process, MB", memory, at_most=90)


def _check(send: Measured) -> None:
    if set(send.statuses) != {303}:
        raise SystemExit(f"Not every answer was taken: {send.statuses}")
