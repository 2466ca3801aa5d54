"""What both questionnaires share: the language of a form, thanking."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from app.ballots.tables import Box
from app.lib.i18n import LANGUAGES, speak
from app.web.asked import Asked
from app.web.public import receipts
from app.web.public.survey_page import HEADERS
from app.web.ready import Ready

THANKED = Ready.of(303, HEADERS | {"Location": "/s/thanks"})  # of what was sent a moment ago


def listen_to(request: Asked, form: Mapping[str, list[str]]) -> bool:
    """Speak the page's language, or the one whose button was pressed: then True."""
    pressed = next(iter(form.get("lang", [])), None)
    shown = next(iter(form.get("shown", [])), None)
    language = next((one for one in (pressed, shown) if one in LANGUAGES), request.state.language)
    request.state.language = language
    speak(language)
    return pressed is not None


def thank(request: Asked, sent: str, box: Box, code: str, now: datetime) -> Ready:
    """On to the thank-you page; a reload there sends nothing a second time."""
    state, at = request.app.state, int(now.timestamp())
    receipt = receipts.Receipt(receipts.digest(sent), box.id, request.state.language, code, at)
    secure = state.parts.settings.is_https
    cookie = receipts.cookie(state.receipts, receipt, secure=secure)
    return replace(THANKED, headers=(*THANKED.headers, (b"set-cookie", cookie.encode())))
