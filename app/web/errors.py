"""From an error to the page that says what to do."""

import logging
from collections.abc import Callable
from typing import Any

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from app.lib.errors import RuleBroken
from app.lib.i18n import speak
from app.lib.templates import render
from app.web.languages import chosen
from app.web.refusals import Words, for_status, refusal
from app.web.signed_in import NotSignedIn

_log = logging.getLogger("pikir.web")


def refuse(request: Request, error: RuleBroken) -> Response[str]:  # type: ignore[type-arg]
    """A rule of the domain said no."""
    return _page(request, *refusal(error))


def refuse_http(request: Request, error: HTTPException) -> Response[str]:  # type: ignore[type-arg]
    """The framework said no: no such route, wrong method, too large."""
    reply = _page(request, error.status_code, for_status(error.status_code))
    for name, value in (error.headers or {}).items():
        reply.headers[name] = value
    return reply


def send_to_sign_in(_request: Request, _error: NotSignedIn) -> Redirect:  # type: ignore[type-arg]
    return Redirect("/staff/sign-in", status_code=303)


def apologise(request: Request, error: Exception) -> Response[str]:  # type: ignore[type-arg]
    """Something broke. The log says what, without the address: it may hold a ticket."""
    _log.error("A request failed", exc_info=error)
    return _page(request, 500, for_status(500))


def _page(request: Request, status: int, words: Words) -> Response[str]:  # type: ignore[type-arg]
    speak(chosen(request))
    title, advice = words()
    return Response(
        render("error.html", masthead="Pikir", title=title, advice=advice),
        media_type=MediaType.HTML,
        status_code=status,
    )


HANDLERS: dict[int | type[Exception], Callable[[Request[Any, Any, Any], Any], Response[Any]]] = {
    NotSignedIn: send_to_sign_in,
    RuleBroken: refuse,
    HTTPException: refuse_http,
    Exception: apologise,
}
