"""What a handler may ask for: the edges of the house, never its rules.

None of these may refuse: Litestar closes the sessions that it has opened only once all of them are
there, so one that raised would leave a session open. Guards and handlers refuse.
"""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from litestar.datastructures import State
from litestar.di import Provide
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib import clock
from app.lib.db import Database
from app.parts import Parts
from app.web.asked import Asked
from app.web.signed_in import NotSignedIn, SignedIn, current

LOOKING = {"GET", "HEAD", "OPTIONS"}


async def parts(state: State) -> Parts:
    found: Parts = state.parts
    return found


async def people(request: Asked, state: State) -> AsyncIterator[AsyncSession]:
    async with _edge(request, state.parts.people) as session:
        yield session


async def ballots(request: Asked, state: State) -> AsyncIterator[AsyncSession]:
    async with _edge(request, state.parts.ballots) as session:
        yield session


async def now() -> datetime:
    return clock.now()


async def person(request: Asked) -> SignedIn:
    found = await current(request)
    if found is None:  # a guard that `needs` somebody has seen to it
        raise NotSignedIn
    return found


def _edge(request: Asked, database: Database) -> AbstractAsyncContextManager[AsyncSession]:
    # Litestar closes it before the reply leaves: a commit that fails is a 500, never a false 200.
    return database.reading() if request.method in LOOKING else database.transaction()


EDGES = {
    "parts": Provide(parts),
    "people": Provide(people),
    "ballots": Provide(ballots),
    "now": Provide(now),
    "person": Provide(person),
}
