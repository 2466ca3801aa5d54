"""A staff page as a reply: in its reader's language, with their name, kept by no cache."""

from litestar import Response

from app.web.asked import Asked
from app.web.pages import page
from app.web.signed_in import SignedIn


def staff_page(
    request: Asked,
    person: SignedIn,
    template: str,
    *,
    status: int = 200,
    **context: object,
) -> Response[str]:
    query = f"?{request.url.query}" if request.url.query else ""
    frame = {"masthead": "Pikir", "person": person, "here": f"{request.url.path}{query}"}
    reply = page(f"staff/{template}", status=status, **frame, **context)
    reply.headers["Cache-Control"] = "no-store"
    return reply
