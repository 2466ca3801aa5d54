"""A staff page as a reply, kept by no cache: with its reader's name, or before they sign in."""

from litestar import Response

from app.web.asked import Asked
from app.web.pages import page
from app.web.signed_in import SignedIn
from app.web.wanted import versions


def staff_page(
    request: Asked,
    person: SignedIn,
    template: str,
    *,
    status: int = 200,
    **context: object,
) -> Response[str]:
    query = f"?{request.url.query}" if request.url.query else ""
    here = f"{request.url.path}{query}"
    return _page(template, status, person=person, here=here, **context)


def signed_out_page(
    request: Asked, template: str, *, status: int = 200, **context: object
) -> Response[str]:
    """Its languages are links: nobody is known yet whose language could be kept."""
    return _page(template, status, alternates=versions(request), **context)


def _page(template: str, status: int, **context: object) -> Response[str]:
    reply = page(f"staff/{template}", status=status, masthead="Pikir", **context)
    reply.headers["Cache-Control"] = "no-store"
    return reply
