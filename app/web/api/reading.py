"""The description as a page shows it: each call with what it takes and gives, and a way to try."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from app.accounts.kept import InProgress, KeyReused
from app.lib.errors import Invalid, NotFound, RuleBroken, TooMany
from app.web.api.asking import NotJson, WrongHeader, WrongMediaType, WrongParameter
from app.web.api.describing import document
from app.web.api.problems import kind_of, kind_of_status
from app.web.bearers import NoToken, WrongScope
from app.web.refusals import for_status, refusal_of

_RULES: tuple[type[RuleBroken], ...] = (
    *(NotJson, WrongParameter, WrongHeader, NoToken, WrongScope, NotFound, InProgress),
    *(WrongMediaType, Invalid, KeyReused, TooMany),
)
_STATUSES = (405, 413, 500, 503)
_BODY = "application/json"
_AT_END = "\\\n  "


@dataclass(frozen=True)
class Named:
    """A parameter, a field or a status, with its form in a few words."""

    name: str
    form: str
    words: str
    is_needed: bool = False


@dataclass(frozen=True)
class Call:
    id: str
    method: str
    path: str
    summary: str
    words: str
    scope: str  # empty: for everybody
    parameters: list[Named]
    fields: list[Named]
    statuses: list[Named]
    example: str  # for a shell
    reply: str  # JSON; empty if there is no example


@dataclass(frozen=True)
class Group:
    """Calls about one thing."""

    name: str
    words: str
    calls: list[Call]


@lru_cache(maxsize=4)
def groups(base_url: str) -> list[Group]:
    calls = list(_calls(base_url))
    return [
        Group(
            tag["name"], tag["description"], [call for name, call in calls if name == tag["name"]]
        )
        for tag in document()["tags"]
    ]


def _calls(base_url: str) -> Iterator[tuple[str, Call]]:
    for path, methods in document()["paths"].items():
        for method, of in methods.items():
            yield of["tags"][0], _call(base_url, path, method, of)


def _call(base_url: str, path: str, method: str, of: Mapping[str, Any]) -> Call:
    parameters = [_followed(one) for one in of.get("parameters", [])]
    body = of.get("requestBody", {}).get("content", {}).get(_BODY, {})
    taken = of["responses"].get("201") or of["responses"]["200"]
    [scope] = of["security"][0]["token"] if of["security"] else [""]
    return Call(
        id=of["operationId"],
        method=method.upper(),
        path=path,
        summary=of["summary"],
        words=of["description"],
        scope=scope,
        parameters=[
            Named(one["name"], _form(one["schema"]), one["description"], one.get("required", False))
            for one in parameters
        ],
        fields=_fields(_followed(body["schema"])) if body else [],
        statuses=[
            Named(status, "", _followed(reply)["description"])
            for status, reply in of["responses"].items()
        ],
        example=_shell(base_url, path, method, parameters, scope, _first(body)),
        reply=_written(_first(taken["content"][_BODY])),
    )


def _fields(schema: Mapping[str, Any]) -> list[Named]:
    needed = schema.get("required", [])
    return [
        Named(name, _form(of), of.get("description", ""), name in needed)
        for name, of in schema["properties"].items()
    ]


def _form(schema: Mapping[str, Any]) -> str:
    """A type in a few words: `date or "no"`, one of some words, at most so many characters."""
    kinds = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    return ", ".join(_of_one(one) for one in kinds)


def _of_one(schema: Mapping[str, Any]) -> str:
    if "const" in schema:
        return json.dumps(schema["const"])
    if "enum" in schema:
        return " | ".join(schema["enum"])
    form = str(schema.get("format") or schema.get("type", ""))
    return f"{form} ≤ {schema['maxLength']}" if "maxLength" in schema else form


def _shell(
    base_url: str,
    path: str,
    method: str,
    parameters: Sequence[Mapping[str, Any]],
    scope: str,
    body: Any,
) -> str:
    for one in parameters:
        if one["in"] == "path":
            path = path.replace(f"{{{one['name']}}}", quote(str(one["example"]), safe=""))
    parts = [f"curl {base_url}{path}"]
    if scope:
        parts.append('-H "Authorization: Bearer $PIKIR_TOKEN"')
    if method == "post":
        parts.append("-H 'Idempotency-Key: \"'$(uuidgen)'\"'")
        parts.append("-H 'Content-Type: application/json'")
        parts.append(f"-d '{_written(body)}'")
    return f" {_AT_END}".join(parts)


def _first(content: Mapping[str, Any]) -> Any:
    """The value of the first example, if there is one."""
    return next((one["value"] for one in content.get("examples", {}).values()), None)


def _written(value: Any) -> str:
    return "" if value is None else json.dumps(value, ensure_ascii=False, indent=1)


def _followed(of: dict[str, Any]) -> dict[str, Any]:
    """What a reference leads to."""
    if "$ref" not in of:
        return of
    found: Any = document()
    for step in of["$ref"].removeprefix("#/").split("/"):
        found = found[step]
    followed: dict[str, Any] = found
    return followed


def problems() -> list[Named]:
    """Every kind of problem by the last word of its type, with its title in the language spoken."""
    of_rules = [(kind_of(rule), *refusal_of(rule)) for rule in _RULES]
    of_statuses = [(kind_of_status(status), status, for_status(status)) for status in _STATUSES]
    return [
        Named(kind, str(status), words()[0])
        for kind, status, words in sorted(of_rules + of_statuses, key=lambda row: row[1])
    ]
