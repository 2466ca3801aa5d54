"""Published results under the program's own address: the very files of the inspectorate's site."""

from litestar import Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import NotFound
from app.lib.quarters import Quarter
from app.publications.archive import releases_of
from app.publications.places import Places
from app.registry import inspectorates
from app.web.asked import Asked
from app.web.guards import anyone
from app.web.languages import known
from app.web.public.sites import delivered


@get("/{language:str}/results/{slug:str}/latest", guards=[anyone])
async def latest(
    language: FromPath[str], slug: FromPath[str], people: NamedDependency[AsyncSession]
) -> Redirect:
    """The newest release. Not for ever: the next one comes in a quarter."""
    known(language)
    releases = await releases_of(people, await inspectorates.named(people, slug))
    if not releases:
        raise NotFound
    quarter = Quarter.parse(releases[0].quarter)
    return Redirect(f"/{language}/results/{slug}/{quarter.slug}/", status_code=302)


@get(
    [
        "/{language:str}/results/{slug:str}",
        "/{language:str}/results/{slug:str}/{path:path}",
    ],
    guards=[anyone],
)
async def results(
    request: Asked,
    language: FromPath[str],
    slug: FromPath[str],
    people: NamedDependency[AsyncSession],
    state: State,
    path: FromPath[str] = "",
) -> Response[bytes] | Redirect:
    known(language)
    own, *_ministry = await inspectorates.sites(people, await inspectorates.named(people, slug))
    place = f"{own.slug}/{Places(slug, language).folder}/{path.lstrip('/')}"
    return delivered(request, state.parts.settings.site_folder, place)
