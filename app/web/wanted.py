"""What is carried through the steps of signing in: the page that was wanted, and the language."""

import re
from urllib.parse import urlencode

from app.lib.i18n import LANGUAGES
from app.web.asked import Asked

HOME = "/staff/"
_LONGEST = 1000  # characters
# A page of the staff on this host, and nothing else: no dots, colons or escapes in its path.
_OURS = re.compile(r"/staff(?:/[\w-]+)+(?:\?[\w&=%+.*-]*)?", re.ASCII)


def is_ours(address: str) -> bool:
    return len(address) <= _LONGEST and _OURS.fullmatch(address) is not None


def wanted(request: Asked) -> str:
    """Where to go after signing in."""
    address = request.query_params.get("to", "")
    return address if is_ours(address) else HOME


def carried(to: str, language: str = "") -> str:
    """As a query for a page of signing in; empty if there is nothing to carry."""
    kept = {}
    if language in LANGUAGES:
        kept["lang"] = language
    if is_ours(to):
        kept["to"] = to
    return f"?{urlencode(kept)}" if kept else ""


def versions(request: Asked) -> dict[str, str]:
    """Language -> the query of the same page in it."""
    return {language: carried(wanted(request), language) for language in LANGUAGES}
