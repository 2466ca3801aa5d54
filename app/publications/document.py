"""A release's document: canonical JSON (RFC 8785) that everything published is made from."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

import msgspec
import rfc8785

from app.lib.quarters import Quarter
from app.questionnaires.definition import Questionnaire
from app.results.figures import QuarterResult

SCHEMA = "pikir-release/1"
LICENCE = "CC-BY-4.0"


@dataclass(frozen=True)
class Publisher:
    """The inspectorate as it stood when it published."""

    slug: str
    country: str
    names: dict[str, dict[str, str]]  # language -> name, of, short
    email: str
    phone: str


@dataclass(frozen=True)
class Period:
    """Of the acts of inspection that were asked about, both days included."""

    first_day: date
    last_day: date
    answers_until: date


@dataclass(frozen=True)
class Remarks:
    """How many there were, and on how many the inspectorate had decided; None: fewer than ten."""

    total: int | None
    considered: int | None


@dataclass(frozen=True)
class Document:
    """Holds no words of any language but names and the questionnaires as asked."""

    inspectorate: Publisher
    quarter: str
    period: Period
    published_at: datetime
    questionnaires: tuple[Questionnaire, ...]
    results: tuple[QuarterResult, ...]
    counting_codes: tuple[str, ...]  # SHA-256 of each; empty when fewer than ten answered
    audit_head: str = ""  # of the staff's audit trail on that day; none in the oldest releases
    remarks: Remarks | None = None  # none in the oldest releases
    revision: int = 1
    licence: str = LICENCE
    schema: str = SCHEMA

    def edition(self, name: str, number: int) -> Questionnaire:
        """A questionnaire, word for word as it was asked."""
        wanted = (name, number)
        return next(each for each in self.questionnaires if (each.name, each.edition) == wanted)

    def of_channel(self, channel: str) -> list[QuarterResult]:
        """The questionnaire with the most answers first."""
        found = (result for result in self.results if result.channel == channel)
        return sorted(found, key=lambda result: -result.answered)


def written(document: Document) -> str:
    """The same document is always the same characters."""
    plain: dict[str, Any] = msgspec.to_builtins(document)
    return rfc8785.dumps(plain).decode()


def read(text: str) -> Document:
    return msgspec.json.decode(text, type=Document)


def digest(text: str) -> str:
    """The release's identity, equal wherever it is published: SHA-256 in hex."""
    return sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Published:
    """A release as the pages need it: the document, its characters and its identity."""

    document: Document
    text: str
    digest: str

    @classmethod
    def of(cls, text: str) -> "Published":
        return cls(read(text), text, digest(text))

    @property
    def quarter(self) -> Quarter:
        return Quarter.parse(self.document.quarter)
