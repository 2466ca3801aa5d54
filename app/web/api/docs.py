"""The description of the API: for programs, and as a page for the people who write them."""

from datetime import timedelta
from typing import get_args

from litestar import Response, get
from litestar.di import NamedDependency

from app.parts import Parts
from app.web.api import examples, replying
from app.web.api.describing import as_json
from app.web.api.reading import groups, problems
from app.web.asked import Asked
from app.web.guards import anyone
from app.web.pages import alternates, page
from app.web.staff.delivery import State

LASTS = timedelta(hours=1)
STATES: tuple[str, ...] = get_args(State)


@get("/openapi.json", guards=[anyone])
async def openapi(request: Asked) -> Response[bytes]:
    return replying.public(request, as_json(), LASTS)


@get("/docs", guards=[anyone])
async def docs(parts: NamedDependency[Parts]) -> Response[str]:
    base_url = parts.settings.base_url
    return page(
        "api/docs.html",
        masthead="Pikir",
        alternates=alternates("?lang={lang}"),
        base_url=base_url,
        groups=groups(base_url),
        problems=problems(),
        states=STATES,
        examples=examples,
    )
