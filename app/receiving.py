"""What the server does with clients that never finish what they send: it hangs up.

uvicorn waits for the rest of a request for ever, and gathers its head without a limit. A proxy in
front does not let such requests through; this is for the day on which it is set up wrongly.
"""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

WHOLE_WITHIN = 20.0  # seconds: 64 KB over a telephone's slowest line
LARGEST_HEAD = 32 * 1024  # bytes: as nginx takes them


class Receiving(HttpToolsProtocol):
    """One connection. Each request on it must be there, whole, in time."""

    _deadline: asyncio.TimerHandle | None = None
    _is_in_head = True
    _head = 0  # bytes of it so far

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        self._relax()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._is_in_head:  # still: none of what has come was more than a part of it
            self._head += len(data)
            if self._head > LARGEST_HEAD and not self.transport.is_closing():
                self.send_400_response("Too large a head.")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_in_head, self._head = True, 0
        self._expect()

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._relax()
        super().on_message_complete()

    def _expect(self) -> None:
        self._relax()
        self._deadline = self.loop.call_later(WHOLE_WITHIN, self._hang_up)

    def _relax(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _hang_up(self) -> None:
        self.transport.abort()
