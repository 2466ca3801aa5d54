"""The routes of /api/v1."""

from litestar import Router
from litestar.di import Provide
from litestar.routes import HTTPRoute

from app.web.api import docs, inspections, questionnaires, releases, results
from app.web.bearers import provide_bearer

CALLS = [
    inspections.enter_one,
    inspections.enter_batch,
    inspections.list_inspections,
    inspections.show_inspection,
    results.show_so_far,
    results.show_quarter,
    releases.list_releases,
    releases.show_release,
    questionnaires.list_questionnaires,
    questionnaires.show_questionnaire,
    docs.openapi,
    docs.docs,
]


def api() -> Router:
    router = Router(
        "/api/v1", route_handlers=CALLS, dependencies={"bearer": Provide(provide_bearer)}
    )
    router.routes = [_whole(route) for route in router.routes if isinstance(route, HTTPRoute)]
    return router


def _whole(route: HTTPRoute) -> HTTPRoute:
    """Made anew, all at once: else OPTIONS would name only the method that came first."""
    ours = [handler for handler in route.route_handlers if "OPTIONS" not in handler.http_methods]
    return HTTPRoute(path=route.path, route_handlers=ours)
