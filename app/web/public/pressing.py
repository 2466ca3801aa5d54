"""Pages of a letter's small links: looking shows what a button would do, pressing does it."""

from litestar import Response

from app.lib.i18n import LANGUAGES, speak
from app.web.asked import Asked
from app.web.entered import entries
from app.web.pages import page

_HEADERS = {"Referrer-Policy": "strict-origin", "Cache-Control": "no-store"}


def to_press(template: str) -> Response[str]:
    return _reply(template, done=False)


async def pressed(request: Asked, template: str) -> Response[str]:
    """In the language of the button that was pressed, if it was one of those."""
    wishes = (await entries(request)).get("lang", [])
    for language in wishes[:1]:
        if language in LANGUAGES:
            speak(language)
    return _reply(template, done=True)


def _reply(template: str, *, done: bool) -> Response[str]:
    reply = page(template, masthead="Pikir", done=done)
    for name, value in _HEADERS.items():
        reply.headers[name] = value
    return reply
