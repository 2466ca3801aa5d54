"""Whether this process lives, and whether it can work."""

from litestar import Response, get
from litestar.di import NamedDependency

from app.mail.holding import is_held
from app.parts import Parts
from app.web.guards import anyone


@get("/health", guards=[anyone], sync_to_thread=False)
def health() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@get("/ready", guards=[anyone])
async def ready(parts: NamedDependency[Parts]) -> Response[dict[str, str]]:
    """Both databases answer: a load balancer may send people here, also while letters are held."""
    databases = {"people": parts.people, "ballots": parts.ballots}
    states = {
        name: "ok" if await database.is_reachable() else "unreachable"
        for name, database in databases.items()
    }
    is_ready = set(states.values()) == {"ok"}
    if is_ready and await _is_held(parts):
        states["sending"] = "held after a restore"
    return Response(states, status_code=200 if is_ready else 503)


async def _is_held(parts: Parts) -> bool:
    async with parts.people.reading() as session:
        return await is_held(session)
