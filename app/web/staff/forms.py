"""Forms of the staff pages: reading ours, refusing everybody else's."""

from urllib.parse import urlsplit

from litestar.handlers import BaseRouteHandler

from app.lib.errors import NotAllowed
from app.parts import Parts
from app.web.asked import Asked, Connection
from app.web.dependencies import LOOKING
from app.web.entered import entries


async def from_our_pages(connection: Connection, _handler: BaseRouteHandler) -> None:
    """An act must come from a page of ours, not from a form on somebody else's site.

    Together with the session cookie's SameSite=Lax this is what stands against forged requests.
    Browsers write both headers themselves; old ones know Origin only.
    """
    if connection.scope.get("method") in LOOKING:
        return
    site = connection.headers.get("sec-fetch-site")
    if site is None:
        if connection.headers.get("origin") not in _our_origins(connection):
            raise NotAllowed
    elif site != "same-origin":
        raise NotAllowed


async def fields(request: Asked) -> dict[str, str]:
    """What was entered, by name; of a name given twice the last."""
    return {name: values[-1] for name, values in (await entries(request)).items()}


def _our_origins(connection: Connection) -> set[str]:
    parts: Parts = connection.app.state.parts
    base = urlsplit(parts.settings.base_url)
    return {f"{base.scheme}://{base.netloc}", f"{connection.url.scheme}://{connection.url.netloc}"}
