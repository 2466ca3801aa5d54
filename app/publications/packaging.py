"""What the files of a release are, for programs: a Data Package (specs.frictionlessdata.io)."""

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, get_args, get_type_hints

from app.lib.dates import quarter_name
from app.lib.i18n import gettext as _
from app.lib.i18n import spoken
from app.lib.mediatypes import MEDIA_TYPES
from app.publications.document import LICENCE, Published
from app.results.flat import Line
from app.results.spreadsheet import heads

LICENCE_PAGE = "https://creativecommons.org/licenses/by/4.0/"


def package(release: Published, files: Mapping[str, bytes]) -> bytes:
    """In the language being spoken; the same on every site, so no address is in it."""
    document = release.document
    publisher = document.inspectorate
    name = publisher.names[spoken()]["name"]
    described = {
        "profile": "data-package",
        "name": f"{publisher.slug}-{release.quarter.slug}-{spoken()}",
        "id": f"urn:sha256:{release.digest}",
        "title": _(
            "%(name)s: results of the business survey, %(quarter)s",
            name=name,
            quarter=quarter_name(release.quarter),
        ),
        "version": str(document.revision),
        "created": document.published_at.isoformat(),
        "licenses": [{"name": LICENCE, "path": LICENCE_PAGE}],
        "contributors": [{"title": name, "email": publisher.email, "role": "publisher"}],
        "resources": [_resource(file, content) for file, content in files.items()],
    }
    return json.dumps(described, ensure_ascii=False, indent=1).encode() + b"\n"


def _resource(file: str, content: bytes) -> dict[str, Any]:
    kind = file.rpartition(".")[2]
    resource = {
        "name": kind,
        "path": file,
        "format": kind,
        "mediatype": MEDIA_TYPES[kind],
        "bytes": len(content),
        "hash": f"sha256:{sha256(content).hexdigest()}",
    }
    if kind != "csv":
        return resource
    return {
        **resource,
        "profile": "tabular-data-resource",
        "encoding": "utf-8",
        "schema": {"fields": _fields()},
    }


def _fields() -> list[dict[str, str]]:
    """The columns of the table. A share is a number, or words where no number may be shown."""
    hints = get_type_hints(Line)
    return [
        {"name": column, "title": title, "type": _type(hints[column])}
        for (column, title) in zip(hints, heads(), strict=True)
    ]


def _type(hint: Any) -> str:
    kinds = {each for each in get_args(hint) or (hint,) if each is not type(None)}
    if kinds == {int}:
        return "integer"
    if kinds == {float}:
        return "number"
    return "any" if float in kinds else "string"
