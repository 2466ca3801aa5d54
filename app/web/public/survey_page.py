"""The survey page: the same bytes for everyone in a box, or drawn again with answers."""

import gzip
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from app.lib.i18n import speaking
from app.lib.quarters import Quarter
from app.lib.templates import css, render
from app.questionnaires.definition import Condition, Questionnaire
from app.web.security import CONTENT


@dataclass(frozen=True)
class Occasion:
    """What a survey page is about."""

    slug: str  # the inspectorate's
    inspectorate: Mapping[str, str]  # language -> name
    country: str
    language: str  # the one it opens in
    quarter: Quarter
    questionnaire: Questionnaire


@dataclass(frozen=True)
class Bytes:
    """A page as it goes over the wire."""

    plain: bytes
    packed: bytes
    policy: str

    @classmethod
    def of(cls, html: str, style: str) -> "Bytes":
        plain = html.encode()
        digest = b64encode(sha256(style.encode()).digest()).decode()
        policy = CONTENT.format(style=f"'sha256-{digest}'")
        return cls(plain, gzip.compress(plain, 9, mtime=0), policy)


def draw(
    occasion: Occasion,
    language: str,
    given: Mapping[str, list[str]] | None = None,
    errors: Mapping[str, str] | None = None,
    template: str = "public/survey.html",
    **extra: object,
) -> Bytes:
    """`given` and `errors` are by question id: what was entered, and what is wrong with it."""
    style = css("base") + conditions(occasion.questionnaire)
    with speaking(language):
        html = render(
            template,
            style=style,
            questionnaire=occasion.questionnaire,
            masthead=occasion.inspectorate[language],
            given=given or {},
            errors=errors or {},
            **extra,
        )
    return Bytes.of(html, style)


def conditions(questionnaire: Questionnaire) -> str:
    """CSS that hides a conditional question until it is asked; old browsers show all of them."""
    rules = [
        f"#f-{question.id}:not(form:has({_chosen(question.ask_if)}) *){{display:none}}"
        for question in questionnaire.questions
        if question.ask_if
    ]
    return f"@supports selector(:has(*)){{{''.join(rules)}}}" if rules else ""


def _chosen(condition: Condition) -> str:
    return ",".join(
        f'[name="{condition.question}"][value="{value}"]:checked' for value in condition.any_of
    )
