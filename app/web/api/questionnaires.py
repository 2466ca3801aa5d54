"""Questionnaires: which editions there are, and what each asks, in four languages: public."""

from dataclasses import dataclass
from datetime import timedelta

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from app.parts import Parts
from app.questionnaires.definition import Text
from app.web.api import replying
from app.web.asked import Asked
from app.web.guards import anyone

LASTS = timedelta(hours=1)  # an edition that has been used never changes


@dataclass(frozen=True)
class Edition:
    """One edition of a questionnaire. `hash` is the SHA-256 of its file in hexadecimal."""

    href: str
    name: str
    edition: int
    hash: str
    title: Text
    minutes: int
    questions: int


@dataclass(frozen=True)
class EditionList:
    """Every edition, by name and number."""

    items: list[Edition]


@get("/questionnaires", guards=[anyone])
async def list_questionnaires(request: Asked, parts: NamedDependency[Parts]) -> Response[bytes]:
    items = [
        Edition(
            f"/api/v1/questionnaires/{one.name}/{one.edition}",
            one.name,
            one.edition,
            one.hash,
            one.title,
            one.minutes,
            len(one.questions),
        )
        for one in parts.shelf.editions()
    ]
    return replying.public(request, EditionList(items), LASTS)


@get("/questionnaires/{name:str}/{edition:int}", guards=[anyone])
async def show_questionnaire(
    request: Asked, name: FromPath[str], edition: FromPath[int], parts: NamedDependency[Parts]
) -> Response[bytes]:
    found = parts.shelf.edition(name, edition)
    return replying.public(request, found, LASTS)
