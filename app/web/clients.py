"""Who is at the other end, as far as anything may be counted by it."""

from app.web.asked import Asked


def client_address(request: Asked) -> str:
    """As the server or a trusted proxy tells it; empty if neither does, as on a Unix socket."""
    return request.client.host if request.client else ""
