"""The front page: what Pikir is, and the way to each inspectorate's results."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.i18n import spoken
from app.registry import inspectorates
from app.web.asked import Asked
from app.web.guards import anyone
from app.web.languages import known
from app.web.pages import alternates, page
from app.web.public.sites import asked


@get(["/", "/index.html"], guards=[anyone], sync_to_thread=False)
def choose() -> Redirect:
    headers = {"Vary": "Accept-Language"}
    return Redirect(f"/{spoken()}/", status_code=302, headers=headers)


@get(["/kg", "/kg/{path:path}"], guards=[anyone], sync_to_thread=False)
def kyrgyz(request: Asked) -> Redirect:
    """Kyrgyz state sites write /kg/, and people type it; the language's code is ky."""
    query = f"?{request.url.query}" if request.url.query else ""
    return Redirect(f"/ky{asked(request).removeprefix('/kg')}{query}", status_code=301)


@get(["/{language:str}", "/{language:str}/index.html"], guards=[anyone])
async def home(language: FromPath[str], people: NamedDependency[AsyncSession]) -> Response[str]:
    known(language)
    return page(
        "public/home.html",
        masthead="Pikir",
        alternates=alternates("/{lang}/"),
        inspectorates=await inspectorates.all_of(people),
    )
