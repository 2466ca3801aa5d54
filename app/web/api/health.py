"""Whether this process lives, and whether it can work."""

from litestar import Response, get
from litestar.di import NamedDependency
from sqlalchemy.exc import DatabaseError

from app.lib.db import Database
from app.web.guards import anyone
from app.wiring import Wiring


@get("/health", guards=[anyone], sync_to_thread=False)
def health() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@get("/ready", guards=[anyone])
async def ready(wiring: NamedDependency[Wiring]) -> Response[dict[str, str]]:
    """Both databases answer: a load balancer may send people here."""
    states = {
        "people": await _state(wiring.people),
        "ballots": await _state(wiring.ballots),
    }
    is_ready = set(states.values()) == {"ok"}
    return Response(states, status_code=200 if is_ready else 503)


async def _state(database: Database) -> str:
    try:
        await database.answers()
    except (OSError, DatabaseError):
        return "unreachable"
    return "ok"
