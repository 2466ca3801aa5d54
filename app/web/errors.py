"""The one table from domain errors to statuses, and the page that says what to do."""

import logging

from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from app.lib.errors import (
    AlreadyDone,
    Expired,
    Invalid,
    NotAllowed,
    NotFound,
    RuleBroken,
    TooMany,
)
from app.lib.i18n import gettext as _
from app.lib.i18n import speak
from app.lib.templates import render
from app.web.languages import chosen
from app.web.signed_in import NotSignedIn

_log = logging.getLogger("pikir.web")

STATUSES: dict[type[RuleBroken], int] = {
    NotFound: 404,
    AlreadyDone: 409,
    Expired: 410,
    NotAllowed: 403,
    TooMany: 429,
    Invalid: 422,
}


def refuse(request: Request, error: RuleBroken) -> Response[str]:  # type: ignore[type-arg]
    """A rule of the domain said no."""
    status = next((code for kind, code in STATUSES.items() if isinstance(error, kind)), 422)
    return error_page(request, status)


def refuse_http(request: Request, error: HTTPException) -> Response[str]:  # type: ignore[type-arg]
    """The framework said no: no such route, wrong method, too large."""
    reply = error_page(request, error.status_code)
    for name, value in (error.headers or {}).items():
        reply.headers[name] = value
    return reply


def send_to_sign_in(request: Request, _error: NotSignedIn) -> Redirect:  # type: ignore[type-arg]
    return Redirect("/staff/sign-in", status_code=303)


def apologise(request: Request, error: Exception) -> Response[str]:  # type: ignore[type-arg]
    """Something broke. The log says what, without the address: it may hold a ticket."""
    _log.error("A request failed", exc_info=error)
    return error_page(request, 500)


def error_page(request: Request, status: int) -> Response[str]:  # type: ignore[type-arg]
    speak(chosen(request))
    title, advice = _words(status)
    return Response(
        render("error.html", masthead="Pikir", title=title, advice=advice),
        media_type=MediaType.HTML,
        status_code=status,
    )


def _words(status: int) -> tuple[str, str]:
    match status:
        case 404:
            return _("Page not found"), _(
                "Check the address: it must be complete, to the last sign."
            )
        case 403:
            return _("This page is not open to you"), _("Ask your administrator if you need it.")
        case 409:
            return _("This has been done already"), _("Nothing was changed now.")
        case 410:
            return _("The time for this is over"), _("Nothing was changed now.")
        case 413:
            return _("That was too much at once"), _("Send less text or a smaller file.")
        case 429:
            return _("Too many attempts"), _("Wait a few minutes, then try again.")
        case code if code < 500:
            return _("The request could not be understood"), _("Go back and try again.")
        case _code:
            return _("Something went wrong on our side"), _(
                "Nothing you entered was kept. Try again in a few minutes."
            )


HANDLERS = {
    NotSignedIn: send_to_sign_in,
    RuleBroken: refuse,
    HTTPException: refuse_http,
    Exception: apologise,
}
