"""The document of a year: canonical JSON (RFC 8785), as that of a quarter."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
import rfc8785

from app.publications.document import LICENCE, Publisher, digest
from app.questionnaires.definition import Questionnaire
from app.results.annual import YearResult

SCHEMA = "pikir-annual-release/1"


@dataclass(frozen=True)
class AnnualDocument:
    """`quarters`: the digest of each quarter's release that the figures were taken from."""

    inspectorate: Publisher
    year: int
    published_at: datetime
    quarters: dict[str, str]
    questionnaires: tuple[Questionnaire, ...]
    results: tuple[YearResult, ...]
    counting_codes: tuple[str, ...]  # SHA-256 of each of the rest; empty under ten
    audit_head: str = ""  # of the staff's audit trail on that day; none in the oldest releases
    licence: str = LICENCE
    schema: str = SCHEMA

    def edition(self, name: str, number: int) -> Questionnaire:
        wanted = (name, number)
        return next(each for each in self.questionnaires if (each.name, each.edition) == wanted)


def written(document: AnnualDocument) -> str:
    """The same document is always the same characters."""
    plain: dict[str, Any] = msgspec.to_builtins(document)
    return rfc8785.dumps(plain).decode()


@dataclass(frozen=True)
class PublishedYear:
    document: AnnualDocument
    text: str
    digest: str

    @classmethod
    def of(cls, text: str) -> "PublishedYear":
        return cls(msgspec.json.decode(text, type=AnnualDocument), text, digest(text))
