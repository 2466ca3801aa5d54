"""No more letters: looking shows, pressing acts (mail programs press by RFC 8058)."""

from litestar import Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel.ext.asyncio.session import AsyncSession

from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import anyone
from app.web.public.pressing import pressed, to_press

_PAGE = "public/stop.html"


@get("/u/{token:str}", guards=[anyone])
async def look(token: FromPath[str], state: State) -> Response[str]:
    state.parts.stopping.read(token)
    return to_press(_PAGE)


@post("/u/{token:str}", guards=[anyone], status_code=200, request_max_body_size=FORM_LIMIT)
async def act(
    request: Asked,
    token: FromPath[str],
    state: State,
    people: NamedDependency[AsyncSession],
) -> Response[str]:
    """A mail program sends no cookie and reads only the status; a second time changes nothing."""
    await state.parts.stopping.act(people, token)
    return await pressed(request, _PAGE)
