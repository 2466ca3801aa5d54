"""What both questionnaires share: reading a form, replying, thanking."""

from collections.abc import Mapping

from litestar import MediaType, Response
from litestar.datastructures import State
from litestar.response import Redirect

from app.ballots.tables import Box
from app.lib import clock
from app.lib.i18n import LANGUAGES, speak
from app.web.asked import Asked
from app.web.public import receipts
from app.web.public.survey_page import Bytes

_HEADERS = {
    "Referrer-Policy": "strict-origin",  # the address holds the ticket; Origin must still be sent
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Vary": "Accept-Encoding",
}


def reply(request: Asked, page: Bytes, status: int = 200) -> Response[bytes]:
    headers = _HEADERS | {"Content-Security-Policy": page.policy}
    content = page.plain
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        content = page.packed
    return Response(content, status_code=status, headers=headers, media_type=MediaType.HTML)


async def entries(request: Asked) -> dict[str, list[str]]:
    """Everything entered, by name; files and other non-text parts are left out."""
    form: dict[str, list[str]] = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, str):
            form.setdefault(name, []).append(value)
    return form


def listen_to(request: Asked, form: Mapping[str, list[str]]) -> bool:
    """Speak the page's language, or the one whose button was pressed: then True."""
    pressed = next(iter(form.get("lang", [])), None)
    shown = next(iter(form.get("shown", [])), None)
    language = next((one for one in (pressed, shown) if one in LANGUAGES), request.state.language)
    request.state.language = language
    speak(language)
    return pressed is not None


def thank(request: Asked, state: State, sent: str, box: Box, code: str) -> Redirect:
    """On to the thank-you page; a reload there sends nothing a second time."""
    now = int(clock.now().timestamp())
    receipt = receipts.Receipt(receipts.digest(sent), box.id, request.state.language, code, now)
    secure = state.wiring.settings.is_https
    cookie = receipts.cookie(state.receipts, receipt, secure=secure)
    return Redirect("/s/thanks", status_code=303, cookies=[cookie], headers=_HEADERS)
