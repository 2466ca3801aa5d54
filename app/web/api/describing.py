"""The OpenAPI document: openapi.yaml, and what the program's own types say of themselves."""

import json
from functools import lru_cache
from inspect import cleandoc
from pathlib import Path
from typing import Any

import msgspec
import yaml

from app.lib.i18n import LANGUAGES
from app.publications.annual_document import AnnualDocument
from app.publications.document import Document
from app.questionnaires.definition import Questionnaire
from app.registry.fields import MOST_CHARACTERS, REQUIRED, InspectionFields
from app.registry.kinds import NO_EMAIL_REASONS, OUTCOMES, Kind
from app.registry.regions import regions_of
from app.web.api.answers import Act, Entered, Page, Summary
from app.web.api.questionnaires import EditionList
from app.web.api.releases import ReleaseList
from app.web.api.results import Running, Standing

_FILE = Path(__file__).with_name("openapi.yaml")
_REPLIES = (
    *(Act, Entered, Page, Summary, Running, Standing),
    *(ReleaseList, Document, AnnualDocument, EditionList, Questionnaire),
)
_COUNTRIES = ("KG", "KZ")
# Fields that come later are described by their type alone until somebody finds words for them.
_WORDS = {
    "act_year": "The year of the act's number; without it, the year of `act_date`.",
    "act_number": "The act's number. With the year it is what the act is known by.",
    "act_date": "The day of the act.",
    "started_on": "The first day of the inspection.",
    "finished_on": "The last day of the inspection.",
    "kind": "What kind of inspection it was. Which kinds there are depends on the country.",
    "region": "Where it was (ISO 3166-2). A region of the inspectorate's country.",
    "outcome": "What came of it.",
    "tax_number": "The taxpayer's number: 14 digits in Kyrgyzstan, 12 in Kazakhstan.",
    "licence_number": "The licence number: needed where there is no taxpayer's number.",
    "business_name": "The name of the business, as it stands in the letter.",
    "email": "The entrepreneur's address. It is kept encrypted, and never given back.",
    "no_email_reason": "Why there is no address. Give the address or the reason.",
    "language": "The language of the letter; without it, the country's usual one.",
    "handed_over_on": "The day on which the business got the act; “no”: it has not got it yet.",
    "inspector": "The inspector's name. It is published nowhere.",
}
_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": tuple(Kind),
    "outcome": OUTCOMES,
    "no_email_reason": NO_EMAIL_REASONS,
    "language": LANGUAGES,
    "region": tuple(one.code for country in _COUNTRIES for one in regions_of(country)),
}


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The same for everybody: it names neither this host nor this installation."""
    written: dict[str, Any] = yaml.load(_FILE.read_bytes(), Loader=yaml.CSafeLoader)
    schemas = written["components"]["schemas"]
    schemas["Inspection"] = _inspection()
    schemas |= _replies()
    return written


@lru_cache(maxsize=1)
def as_json() -> bytes:
    return json.dumps(document(), ensure_ascii=False).encode()


def _inspection() -> dict[str, Any]:
    """Every field of the form, so one that is new there is described here."""
    fields = InspectionFields.model_json_schema()["properties"]
    return {
        "type": "object",
        "description": "One act of inspection. Either `email` or `no_email_reason` is needed.",
        "required": list(REQUIRED),
        "additionalProperties": False,
        "properties": {name: _field(name, kind) for name, kind in fields.items()},
    }


def _field(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    plain = [_plain(one) for one in schema.get("anyOf", [schema])]
    texts = [one for one in plain if one == {"type": "string"}]
    for text in texts:
        if name in _CHOICES:
            text["enum"] = list(_CHOICES[name])
        if name in MOST_CHARACTERS:
            text["maxLength"] = MOST_CHARACTERS[name]
        if name in REQUIRED:
            text["minLength"] = 1
    if name not in REQUIRED and {"type": "null"} not in plain:
        plain.append({"type": "null"})
    whole = {"anyOf": plain} if len(plain) > 1 else plain[0]
    return whole | ({"description": _WORDS[name]} if name in _WORDS else {})


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in schema.items() if name not in ("title", "default")}


def _replies() -> dict[str, Any]:
    _refs, schemas = msgspec.json.schema_components(
        _REPLIES, ref_template="#/components/schemas/{name}"
    )
    for schema in schemas.values():
        schema.pop("title", None)
        if "description" in schema:
            schema["description"] = cleandoc(schema["description"])
        for name, of in schema.get("properties", {}).items():
            of.pop("default", None)
            if name.endswith("_at"):
                of["format"] = "date-time"
    found: dict[str, Any] = json.loads(json.dumps(schemas))
    return found
