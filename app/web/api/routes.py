"""The routes of /api/v1."""

from litestar import Router
from litestar.di import Provide

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
    return Router("/api/v1", route_handlers=CALLS, dependencies={"bearer": Provide(provide_bearer)})
