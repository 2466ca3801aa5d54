"""What is promised about answers, and what is not. The same text as docs/privacy.md."""

from litestar import Response, get
from litestar.params import FromPath

from app.web.guards import anyone
from app.web.languages import known
from app.web.pages import alternates, page


@get("/{language:str}/privacy", guards=[anyone], sync_to_thread=False)
def privacy(language: FromPath[str]) -> Response[str]:
    known(language)
    return page("public/privacy.html", masthead="Pikir", alternates=alternates("/{lang}/privacy"))
