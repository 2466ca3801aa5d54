"""Which language a request is answered in: what its handler chose, address, browser, Kyrgyz."""

from app.lib.errors import NotFound
from app.lib.i18n import LANGUAGES, speak
from app.web.asked import Asked

# Kyrgyz state sites write /kg/ in addresses; the language's code is ky (ISO 639-1).
FALLBACK = "ky"


async def listen(request: Asked) -> None:
    """Before every handler: from here on everything is said in the reader's language.

    NotFound for an address with a NUL in it: no database looks for one, and no page has one.
    """
    speak(chosen(request))
    if "\0" in request.scope["path"] or b"%00" in request.scope["query_string"]:
        raise NotFound


def chosen(request: Asked) -> str:
    candidates = (
        request.state.get("language", ""),
        request.url.path.split("/")[1] if "/" in request.url.path else "",
        request.query_params.get("lang", ""),
        *_accepted(request.headers.get("accept-language", "")),
    )
    return next((language for language in candidates if language in LANGUAGES), FALLBACK)


def known(language: str) -> None:
    """NotFound for an address that begins with anything but one of our languages."""
    if language not in LANGUAGES:
        raise NotFound


def _accepted(header: str) -> list[str]:
    """The browser's languages in its own order, which its weights only repeat."""
    return [part.split(";")[0].strip()[:2].lower() for part in header.split(",")][:10]
