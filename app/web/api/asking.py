"""What a call brings: JSON bodies, parameters and headers, read or refused with a remedy."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec

from app.lib.errors import Invalid, RuleBroken
from app.lib.i18n import gettext as _
from app.web.asked import Asked

# draft-ietf-httpapi-idempotency-key-header: a string in quotation marks (RFC 8941); many clients
# leave these out.
_KEY = re.compile(r'"([\x20\x21\x23-\x5b\x5d-\x7e]{1,255})"|([\x21\x23-\x2b\x2d-\x7e]{1,255})')
_NUMBER = re.compile(r"[0-9]{1,6}")


class NotJson(RuleBroken):
    """The body is no JSON, or not of the form that is asked for."""


class WrongMediaType(RuleBroken):
    """The body is said to be something else than JSON."""


class WrongParameter(Invalid):
    """A parameter of the address cannot be read."""


class WrongHeader(Invalid):
    """A header cannot be read."""


async def json_of(request: Asked) -> tuple[bytes, Any]:
    """The body as it came, and what it says. WrongMediaType, NotJson."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise WrongMediaType
    body = await request.body()
    try:
        return body, msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotJson from error


def idempotency_key(request: Asked) -> str | None:
    written = request.headers.get("idempotency-key")
    if written is None:
        return None
    match = _KEY.fullmatch(written.strip())
    if match is None:
        fault = _("Use 1 to 255 visible characters in quotation marks, such as a UUID.")
        raise WrongHeader({"Idempotency-Key": fault})
    return match[1] or match[2]


def whole(given: Mapping[str, Any], name: str, least: int, most: int) -> int | None:
    """None if it is not given."""
    if (written := given.get(name)) is None:
        return None
    if not _NUMBER.fullmatch(written) or not least <= int(written) <= most:
        fault = _("Give a whole number from %(least)s to %(most)s.", least=least, most=most)
        raise WrongParameter({name: fault})
    return int(written)


def day(given: Mapping[str, Any], name: str) -> date | None:
    """None if it is not given."""
    if (written := given.get(name)) is None:
        return None
    try:
        return msgspec.convert(written, date)
    except msgspec.ValidationError as error:
        raise WrongParameter({name: _("Write the date as 2026-07-31.")}) from error
