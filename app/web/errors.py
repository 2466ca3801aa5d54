"""From an error to the page that says what to do; for machines, to a problem that does."""

import logging
from collections.abc import Callable
from typing import Any

from litestar import MediaType, Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect

from app.lib.errors import RuleBroken
from app.lib.i18n import speak
from app.lib.outages import is_outage
from app.lib.templates import css, render
from app.lib.tracing import kind, trace
from app.web.api import problems
from app.web.api.problems import is_for_machines
from app.web.asked import Asked
from app.web.languages import chosen, versions
from app.web.refusals import Words, for_status, refusal
from app.web.security import allowing
from app.web.signed_in import NotSignedIn, SecondFactorMissing
from app.web.wanted import carried

_log = logging.getLogger("pikir.web")
_SOON = 30  # seconds, after which asking again makes sense


def refuse(request: Asked, error: RuleBroken) -> Response[Any]:
    """A rule of the domain said no."""
    if is_for_machines(request):
        return problems.of_rule(request, error)
    return _page(request, *refusal(error))


def refuse_http(request: Asked, error: HTTPException) -> Response[Any]:
    """The framework said no: no such route, wrong method, too large."""
    reply = _say(request, error.status_code)
    for name, value in (error.headers or {}).items():
        reply.headers[name] = value
    return reply


def send_to_sign_in(request: Asked, _error: NotSignedIn) -> Redirect:
    """There the page, and after it the person, goes on in the language of the link; the page that
    was wanted comes after that.
    """
    asked = request.query_params.get("lang", "")
    query = f"?{request.url.query}" if request.url.query else ""
    # A form that was sent is no page to go back to.
    to = f"{request.url.path}{query}" if request.method == "GET" else ""
    return Redirect(f"/staff/sign-in{carried(to, asked)}", status_code=303)


def send_to_second_factor(_request: Asked, _error: SecondFactorMissing) -> Redirect:
    return Redirect("/staff/account/second-factor", status_code=303)


def apologise(request: Asked, error: Exception) -> Response[Any]:
    """Something broke. The log says where, without the address: it may hold a ticket."""
    if is_outage(error):
        return _put_off(request, error)
    _log.error("A request failed\n%s", trace(error))
    return _say(request, 500)


def _put_off(request: Asked, error: Exception) -> Response[Any]:
    _log.error("A request has to wait for a database: %s", kind(error))
    reply = _say(request, 503)
    reply.headers["Retry-After"] = str(_SOON)
    return reply


def _say(request: Asked, status: int) -> Response[Any]:
    if is_for_machines(request):
        return problems.of_status(request, status)
    return _page(request, status, for_status(status))


def _page(request: Asked, status: int, words: Words) -> Response[str]:
    speak(chosen(request))
    title, advice = words()
    style = css("base")
    html = render(
        "error.html",
        masthead="Pikir",
        style=style,
        title=title,
        advice=advice,
        alternates=_languages(request),
    )
    headers = {
        "Cache-Control": "no-store",  # a refusal may stand at the address of a ticket
        "Content-Security-Policy": allowing(style),
    }
    return Response(html, media_type=MediaType.HTML, status_code=status, headers=headers)


def _languages(request: Asked) -> dict[str, str]:
    """None after a form: by going back its sender still finds what was entered, but not from yet
    another page. None for who is signed in: theirs is set where they work.
    """
    is_staff = request.scope["state"].get("signed_in") is not None
    return {} if is_staff or request.method != "GET" else versions(request)


HANDLERS: dict[int | type[Exception], Callable[[Asked, Any], Response[Any]]] = {
    NotSignedIn: send_to_sign_in,
    SecondFactorMissing: send_to_second_factor,
    RuleBroken: refuse,
    HTTPException: refuse_http,
    Exception: apologise,
}
