"""The published sites, as they are delivered: files, exactly as they lie in their folders."""

from pathlib import Path

from litestar import Response, get
from litestar.datastructures import State
from litestar.params import FromPath
from litestar.response import Redirect

from app.lib.errors import NotFound
from app.lib.files import shipped
from app.lib.mediatypes import MEDIA_TYPES
from app.publications.places import STYLES, style
from app.web.asked import Asked
from app.web.guards import anyone


@get(["/sites/{site:str}", "/sites/{site:str}/{path:path}"], guards=[anyone])
async def site(
    request: Asked,
    site: FromPath[str],
    state: State,
    path: FromPath[str] = "",
) -> Response[bytes] | Redirect:
    return delivered(request, state.parts.settings.site_folder, f"{site}/{path.lstrip('/')}")


@get("/css/{name:str}", guards=[anyone], sync_to_thread=False)
def stylesheet(name: FromPath[str]) -> Response[bytes]:
    """Where the pages of a site expect it when the site is this program's own address."""
    if f"css/{name}" not in map(style, STYLES):
        raise NotFound
    return _reply(shipped("static") / "css" / name)


def delivered(request: Asked, folder: Path, path: str) -> Response[bytes] | Redirect:
    """A file of the folder; a folder's own page only under an address that ends in a slash."""
    found = _inside(folder, path)
    if found.is_dir():
        if not asked(request).endswith("/"):
            return Redirect(f"{asked(request)}/", status_code=308)
        found /= "index.html"
    if found.suffix[1:] not in MEDIA_TYPES or not found.is_file():
        raise NotFound
    return _reply(found)


def asked(request: Asked) -> str:
    """The path as it was sent: routing drops the slash at its end.

    But with one slash at its start: two would make another host's address of it.
    """
    return "/" + request.scope["raw_path"].decode("latin-1").lstrip("/")


def _inside(folder: Path, path: str) -> Path:
    """What lies in the folder under that path, and nothing that lies outside, links included.

    Names that begin with a dot are not published: drafts, and what an editor or a disk left there.
    """
    top = folder.resolve()
    try:
        found = (top / path).resolve()
        found.stat()
    except (OSError, ValueError) as error:  # nothing of that name, or it could be no name at all
        raise NotFound from error
    if not found.is_relative_to(top) or any(name.startswith(".") for name in Path(path).parts):
        raise NotFound
    return found


def _reply(file: Path) -> Response[bytes]:
    return Response(file.read_bytes(), media_type=MEDIA_TYPES[file.suffix[1:]])
