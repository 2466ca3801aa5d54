"""A page as a reply, rendered while the handler still holds its sessions."""

from litestar import MediaType, Response

from app.lib.i18n import LANGUAGES
from app.lib.templates import render


def page(template: str, *, status: int = 200, **context: object) -> Response[str]:
    """The template in the language being spoken."""
    return Response(render(template, **context), media_type=MediaType.HTML, status_code=status)


def download(content: bytes, name: str, media_type: str) -> Response[bytes]:
    """A file to keep, for who asked for it and for no cache."""
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
    }
    return Response(content, media_type=media_type, headers=headers)


def alternates(path: str) -> dict[str, str]:
    """The same page in each language; `path` holds {lang}: `/{lang}/results`."""
    return {language: path.replace("{lang}", language) for language in LANGUAGES}
