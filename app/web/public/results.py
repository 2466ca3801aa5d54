"""Published results under the program's own address: the very files of the inspectorate's site."""

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import NotFound
from app.publications.places import Places
from app.registry import inspectorates
from app.registry.tables import Inspectorate
from app.web.guards import anyone
from app.web.languages import known
from app.web.public.sites import delivered


async def found(people: AsyncSession, slug: str) -> Inspectorate:
    inspectorate = await inspectorates.by_slug(people, slug)
    if inspectorate is None:
        raise NotFound
    return inspectorate


@get(
    [
        "/{language:str}/results/{slug:str}",
        "/{language:str}/results/{slug:str}/{path:path}",
    ],
    guards=[anyone],
)
async def results(
    request: Request,  # type: ignore[type-arg]
    language: FromPath[str],
    slug: FromPath[str],
    people: NamedDependency[AsyncSession],
    state: State,
    path: FromPath[str] = "",
) -> Response[bytes] | Redirect:
    known(language)
    own, *_ministry = await inspectorates.sites(people, await found(people, slug))
    place = f"{own.slug}/{Places(slug, language).folder}/{path.lstrip('/')}"
    return delivered(request, state.wiring.settings.site_folder, place)
