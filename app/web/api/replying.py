"""Replies of the API: JSON, and for public ones an ETag that spares whoever has it already."""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import msgspec
from litestar import Response

from app.accounts.kept import Reply
from app.web.asked import Asked

JSON = "application/json"


def private(value: Any, status: int = 200) -> Response[bytes]:
    """For the token that asked, and for no cache."""
    return _json(msgspec.json.encode(value), status, {"Cache-Control": "no-store"})


def kept(reply: Reply, *, is_replayed: bool) -> Response[bytes]:
    headers = {"Cache-Control": "no-store"}
    if reply.location:
        headers["Location"] = reply.location
    if is_replayed:
        headers["Idempotency-Replayed"] = "true"
    return _json(reply.content.encode(), reply.status, headers)


def public(
    request: Asked, value: Any, lasts: timedelta, tag: str = "", **headers: str
) -> Response[bytes]:
    """For everybody and every cache. `value`: bytes as they are, or what is to become JSON.
    304 without content for whoever holds it.
    """
    content = value if isinstance(value, bytes) else msgspec.json.encode(value)
    tag = f'"{tag or sha256(content).hexdigest()}"'
    caching = {"ETag": tag, "Cache-Control": f"public, max-age={int(lasts.total_seconds())}"}
    if _has(request.headers.get("if-none-match", ""), tag):
        return Response(b"", status_code=304, media_type=JSON, headers=caching)
    return _json(content, 200, caching | headers)


def _has(wanted: str, tag: str) -> bool:
    """Weakly compared, as RFC 9110, 13.1.2 asks."""
    held = (one.strip().removeprefix("W/") for one in wanted.split(","))
    return wanted.strip() == "*" or tag in held


def _json(content: bytes, status: int, headers: dict[str, str]) -> Response[bytes]:
    return Response(content, status_code=status, media_type=JSON, headers=headers)
