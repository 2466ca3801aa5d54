"""Where everything is wired: one call makes the web program."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial

from litestar import Litestar, Router
from litestar.datastructures import State
from litestar.static_files import create_static_files_router

from app.ballots.editions import refuse_used_drafts
from app.lib.files import shipped
from app.lib.outages import outlast
from app.lib.signing import Signing
from app.parts import Parts
from app.settings import Settings, from_environment
from app.web import errors, guards, heads, languages, security
from app.web.api import health
from app.web.api.routes import api
from app.web.dependencies import EDGES
from app.web.guards import anyone
from app.web.public import PAGES as PUBLIC
from app.web.public.surveys import Surveys
from app.web.staff import PAGES as STAFF
from app.web.staff.forms import from_our_pages

BODY_LIMIT = 1024 * 1024


def create_app(settings: Settings | None = None, extra_routes: Sequence[Router] = ()) -> Litestar:
    """`extra_routes` are what the demo shows beside the product."""
    app = Litestar(
        route_handlers=[
            health.health,
            health.ready,
            api(),
            *PUBLIC,
            Router("/staff", route_handlers=STAFF, guards=[from_our_pages]),
            create_static_files_router(
                path="/static", directories=[shipped("static")], guards=[anyone]
            ),
            *extra_routes,
        ],
        dependencies=EDGES,
        state=state_of(settings or from_environment()),
        lifespan=[_running],
        before_request=languages.listen,
        before_send=[security.harden],
        exception_handlers=errors.HANDLERS,
        request_max_body_size=BODY_LIMIT,
        openapi_config=None,  # two addresses for machines need no description
        logging_config=None,  # the process that serves decides what is logged, never a request
    )
    guards.check(app)
    app.asgi_handler = heads.answering(app.asgi_handler)
    return app


def state_of(settings: Settings) -> State:
    """All that tells one installation's program from another's: the routes are the same."""
    parts = Parts(settings)
    _ = parts.shelf  # a faulty questionnaire is found now, not by the first entrepreneur
    return State(
        {
            "parts": parts,
            "surveys": Surveys(parts),
            "receipts": Signing(settings.secret_keys, "receipt"),
            "open_forms": Signing(settings.secret_keys, "open form"),
        }
    )


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[None]:
    parts: Parts = app.state.parts
    await outlast(partial(refuse_used_drafts, parts.ballots, parts.shelf))
    await parts.casting.start()
    try:
        yield
    finally:
        await parts.close()
