"""What handlers and guards receive: two framework types filled in, and how large a form may be."""

from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State

Asked = Request[Any, Any, State]
Connection = ASGIConnection[Any, Any, Any, State]  # what a guard sees: any kind of request

FORM_LIMIT = 64 * 1024  # bytes: the longest remarks and every field of a form fit many times
