"""What the web program stands on, with nothing of ours in it: the yardsticks."""

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from litestar import Litestar, Request, get, post

from app.ballots.slot import Entry
from app.ballots.slot_sqlite import SqliteSlot


@get("/", sync_to_thread=False)
def hello() -> bytes:
    return b"hello"


@post("/row")
async def row(request: Request) -> bytes:  # type: ignore[type-arg]
    """A form is read, and one small entry is durable before the reply."""
    await request.form()
    slot: SqliteSlot = request.app.state.slot
    box_id, key_name = os.environ["BENCH_GROUP"].split(",")
    ticket, id_ = secrets.token_bytes(32), secrets.token_bytes(16)
    await slot.put(Entry(id_, box_id, 1, ticket, key_name, b"one row"))
    return b"kept"


@asynccontextmanager
async def _slot(app: Litestar) -> AsyncIterator[None]:
    if "BENCH_GROUP" not in os.environ:
        yield
        return
    app.state.slot = SqliteSlot(os.environ["BENCH_DATABASE"])
    await app.state.slot.start()
    yield
    await app.state.slot.close()


def create() -> Litestar:
    return Litestar([hello, row], lifespan=[_slot], openapi_config=None, logging_config=None)
