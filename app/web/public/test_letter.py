"""Where the links of a test letter lead: a page that says what it was."""

from litestar import Response, get
from litestar.params import FromPath

from app.web.guards import anyone
from app.web.languages import known
from app.web.pages import alternates, page


@get("/{language:str}/test-letter", guards=[anyone])
async def explain(language: FromPath[str]) -> Response[str]:
    known(language)
    return page(
        "public/test_letter.html", masthead="Pikir", alternates=alternates("/{lang}/test-letter")
    )
