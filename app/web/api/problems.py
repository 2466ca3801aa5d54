"""Errors as machines read them: application/problem+json (RFC 9457), in the language asked for."""

import re
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from litestar import Response

from app.accounts.throttling import WITHIN
from app.lib.errors import Invalid, RuleBroken, TooMany
from app.lib.i18n import speak, spoken
from app.web.api.asking import WrongHeader, WrongParameter
from app.web.api.faults import pointed
from app.web.asked import Asked
from app.web.bearers import NoToken, WrongScope
from app.web.languages import chosen
from app.web.refusals import Words, for_status, refusal

MEDIA_TYPE = "application/problem+json"
KINDS = "/api/v1/docs#problem-"  # where each kind of problem is explained

_REALM = 'Bearer realm="pikir"'


def is_for_machines(request: Asked) -> bool:
    return request.scope["path"].startswith("/api/")


def of_rule(request: Asked, error: RuleBroken) -> Response[dict[str, Any]]:
    status, words = refusal(error)
    reply = _problem(request, status, kind_of(type(error)), words, _errors(error))
    match error:
        case NoToken():
            wrong = ', error="invalid_token"' if error.is_wrong else ""
            reply.headers["WWW-Authenticate"] = f"{_REALM}{wrong}"
        case WrongScope():
            lacking = f'error="insufficient_scope", scope="{error.scope}"'
            reply.headers["WWW-Authenticate"] = f"{_REALM}, {lacking}"
        case TooMany():
            reply.headers["Retry-After"] = str(int(WITHIN.total_seconds()))
    return reply


def of_status(request: Asked, status: int) -> Response[dict[str, Any]]:
    return _problem(request, status, kind_of_status(status), for_status(status), [])


def _problem(
    request: Asked, status: int, kind: str, words: Words, errors: list[dict[str, str]]
) -> Response[dict[str, Any]]:
    speak(chosen(request))
    title, detail = words()
    problem: dict[str, Any] = {
        "type": f"{KINDS}{kind}",
        "title": title,
        "status": status,
        "detail": detail,
    }
    headers = {
        "Cache-Control": "no-store",
        "Content-Language": spoken(),
        "Vary": "Accept-Language",
    }
    return Response(
        problem | ({"errors": errors} if errors else {}),
        media_type=MEDIA_TYPE,
        status_code=status,
        headers=headers,
    )


def _errors(error: RuleBroken) -> list[dict[str, str]]:
    match error:
        case WrongParameter():
            return [{"parameter": name, "detail": fault} for name, fault in error.errors.items()]
        case WrongHeader():
            return [{"header": name, "detail": fault} for name, fault in error.errors.items()]
        case Invalid():
            return [asdict(fault) for fault in pointed(error.errors)]
    return []


def kind_of(rule: type[RuleBroken]) -> str:
    """What is so, as the class says it: KeyReused becomes key-reused."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", rule.__name__).lower()


def kind_of_status(status: int) -> str:
    return HTTPStatus(status).phrase.lower().replace(" ", "-")
