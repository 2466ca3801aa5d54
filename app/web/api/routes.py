"""The routes of /api/v1."""

from litestar import Router
from litestar.di import Provide

from app.web.api import inspections
from app.web.bearers import provide_bearer

CALLS = [
    inspections.enter_one,
    inspections.enter_batch,
    inspections.list_inspections,
    inspections.show_inspection,
]


def api() -> Router:
    return Router("/api/v1", route_handlers=CALLS, dependencies={"bearer": Provide(provide_bearer)})
