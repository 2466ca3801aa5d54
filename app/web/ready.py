"""A reply that is decided already: it can be sent any number of times."""

from collections.abc import Mapping
from dataclasses import dataclass

from litestar.types import Receive, Scope, Send


@dataclass(frozen=True, slots=True)
class Ready:
    """Hot path: the framework's own responses work their headers out anew for every request."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes = b""

    @classmethod
    def of(cls, status: int, headers: Mapping[str, str], body: bytes = b"") -> "Ready":
        length = {"Content-Length": str(len(body))}
        written = ((name.lower(), value) for name, value in {**headers, **length}.items())
        return cls(status, tuple((name.encode(), value.encode()) for name, value in written), body)

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body, "more_body": False})
