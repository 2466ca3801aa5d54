"""“This was not my inspection”: a signal to the ministry, from a link in the letter."""

from litestar import Response, get, post
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlmodel.ext.asyncio.session import AsyncSession

from app.web.asked import FORM_LIMIT, Asked
from app.web.guards import anyone
from app.web.public.pressing import pressed, to_press

_PAGE = "public/not_mine.html"
_PATH = "/u/not-mine/{token:str}"


@get(_PATH, guards=[anyone])
async def look(token: FromPath[str], state: State) -> Response[str]:
    state.parts.denying.read(token)
    return to_press(_PAGE)


@post(_PATH, guards=[anyone], status_code=200, request_max_body_size=FORM_LIMIT)
async def act(
    request: Asked,
    token: FromPath[str],
    state: State,
    people: NamedDependency[AsyncSession],
) -> Response[str]:
    """The same page whatever is known of the inspection; a second time changes nothing."""
    await state.parts.denying.act(people, token)
    return await pressed(request, _PAGE)
