"""The web program in the test's own event loop, and a client that speaks HTTP to it."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any, cast

import httpx
from litestar import Litestar, Router

from app.main import create_app, state_of
from app.settings import Settings

ORIGIN = "http://pikir.test"

_resting: list[Litestar] = []  # making one takes longer than most tests: only its state is new


class _Wire(httpx.ASGITransport):
    """As a server does: each request in a task of its own, whose language ends with it."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return await asyncio.create_task(super().handle_async_request(request))


@asynccontextmanager
async def browsing(
    settings: Settings, extra_routes: Sequence[Router] = ()
) -> AsyncIterator[httpx.AsyncClient]:
    """A browser's view: cookies are kept, redirects are not followed."""
    with _program(settings, extra_routes) as app:
        transport = _Wire(app=cast("Any", app))  # its types differ, its protocol does not
        headers = {"Sec-Fetch-Site": "same-origin", "Accept-Encoding": "gzip"}
        async with (
            running(app),
            httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers) as client,
        ):
            yield client


@contextmanager
def _program(settings: Settings, extra_routes: Sequence[Router]) -> Iterator[Litestar]:
    if extra_routes:
        yield create_app(settings, extra_routes)
        return
    app = _resting.pop() if _resting else create_app(settings)
    app.state = state_of(settings)
    yield app
    _resting.append(app)


@asynccontextmanager
async def running(app: Litestar) -> AsyncIterator[None]:
    """The lifespan in a task of its own: a fixture may be torn down in another task than it was
    set up in, and Litestar's own test client would run the program in another thread's loop.
    """
    started, stop = asyncio.Event(), asyncio.Event()

    async def run() -> None:
        async with app.lifespan():
            started.set()
            await stop.wait()

    task = asyncio.create_task(run())
    waiting = asyncio.create_task(started.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    if task.done():
        task.result()
    try:
        yield
    finally:
        stop.set()
        await task
