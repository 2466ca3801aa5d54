"""Headers that every reply carries."""

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

CONTENT = (
    "default-src 'none'; style-src {style}; img-src 'self' data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

_COMMON = {
    "Content-Security-Policy": CONTENT.format(style="'self'"),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin",  # an address may hold a ticket; Origin is still sent
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


async def harden(message: Message, scope: Scope) -> None:
    """Adds what the handler has not decided itself."""
    if message["type"] != "http.response.start":
        return
    headers = MutableScopeHeaders.from_message(message)
    for name, value in _COMMON.items():
        headers.setdefault(name, value)
    if scope["scheme"] == "https":
        headers.setdefault("Strict-Transport-Security", "max-age=31536000")
