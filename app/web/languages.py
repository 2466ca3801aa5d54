"""Which language a request is answered in: what its handler chose, address, browser, Kyrgyz."""

from collections.abc import Iterator
from urllib.parse import quote

from app.lib.errors import NotFound
from app.lib.i18n import LANGUAGES, speak
from app.web.asked import Asked
from app.web.pages import alternates

# Kyrgyz state sites write /kg/ in addresses; the language's code is ky (ISO 639-1).
FALLBACK = "ky"


async def listen(request: Asked) -> None:
    """Before every handler: from here on everything is said in the reader's language.

    A letter's link says nothing of it: its handlers speak as soon as they know the box.
    NotFound for an address with a NUL in it: no database looks for one, and no page has one.
    """
    path = request.scope["path"]
    if path.startswith("/s/"):
        return
    speak(chosen(request))
    if "\0" in path or b"%00" in request.scope["query_string"]:
        raise NotFound


def chosen(request: Asked) -> str:
    return next((language for language in _wishes(request) if language in LANGUAGES), FALLBACK)


def known(language: str) -> None:
    """NotFound for an address that begins with anything but one of our languages."""
    if language not in LANGUAGES:
        raise NotFound


def versions(request: Asked) -> dict[str, str]:
    """Language -> the address that was asked for, in that language; a ticket is not repeated."""
    language, _slash, rest = request.scope["path"].removeprefix("/").partition("/")
    return alternates(f"/{{lang}}/{quote(rest)}" if language in LANGUAGES else "?lang={lang}")


def _wishes(request: Asked) -> Iterator[str]:
    """Best first; what stands further down is not even read when one above it counts."""
    yield request.scope["state"].get("language", "")
    yield request.scope["path"].removeprefix("/").partition("/")[0]
    yield request.query_params.get("lang", "")
    yield from _accepted(request.headers.get("accept-language", ""))


def _accepted(header: str) -> list[str]:
    """The browser's languages in its own order, which its weights only repeat."""
    return [part.split(";")[0].strip()[:2].lower() for part in header.split(",")][:10]
