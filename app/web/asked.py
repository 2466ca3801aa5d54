"""The two framework types that handlers and guards receive, with their parameters filled in."""

from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State

Asked = Request[Any, Any, State]
Connection = ASGIConnection[Any, Any, Any, State]  # what a guard sees: any kind of request
