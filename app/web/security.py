"""Headers that every reply carries."""

from base64 import b64encode
from hashlib import sha256

from litestar.types import Message, Scope

_CONTENT = (
    "default-src 'none'; style-src {style}; img-src 'self' data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)

# As they go over the wire: every reply carries them, so nothing is worked out per reply.
_ALWAYS = (
    (b"content-security-policy", _CONTENT.format(style="'self'").encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"strict-origin"),  # an address may hold a ticket; Origin is still sent
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
_OVER_HTTPS = (*_ALWAYS, (b"strict-transport-security", b"max-age=31536000"))


def allowing(style: str) -> str:
    """The policy of a page that brings this one style sheet with it: it comes in one request."""
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return _CONTENT.format(style=f"'sha256-{digest}'")


def framing_own() -> str:
    """The policy of a page that shows another one of ours in a frame."""
    return _CONTENT.format(style="'self'") + "; frame-src 'self'"


# Of a letter in such a frame: mail programs know styles inside of tags only. It may do nothing.
OF_A_LETTER = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; base-uri 'none'; "
    "form-action 'none'; sandbox"
)


async def harden(message: Message, scope: Scope) -> None:
    """Adds what the handler has not decided itself."""
    if message["type"] != "http.response.start":
        return
    decided = list(message["headers"])
    names = {name for name, _value in decided}
    ours = _OVER_HTTPS if scope["scheme"] == "https" else _ALWAYS
    message["headers"] = decided + [header for header in ours if header[0] not in names]
