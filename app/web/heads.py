"""HEAD: what GET would answer, without its content (RFC 9110, 9.3.2), for every page there is."""

from typing import cast

from litestar.types import ASGIApp, Message, Receive, Scope, Send


def answering(app: ASGIApp) -> ASGIApp:
    """`app`, which then needs no HEAD routes."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("method") != "HEAD":
            await app(scope, receive, send)
            return

        async def send_without_content(message: Message) -> None:
            if message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        # A copy: the server itself must go on knowing that it was asked for a head.
        as_get = cast("Scope", {**scope, "method": "GET"})
        await app(as_get, receive, send_without_content)

    return answer
