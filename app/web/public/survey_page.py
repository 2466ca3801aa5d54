"""The survey page: the same bytes for everyone in a box, or drawn again with answers."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from app.lib.i18n import speaking
from app.lib.templates import css, render
from app.questionnaires.definition import Condition, Questionnaire
from app.web.asked import Asked
from app.web.ready import Ready
from app.web.security import allowing

HEADERS = {
    "Referrer-Policy": "strict-origin",  # the address holds the ticket; Origin must still be sent
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
    "Vary": "Accept-Encoding",
}


@dataclass(frozen=True)
class Occasion:
    """What a survey page is about."""

    inspectorate: Mapping[str, str]  # language -> name
    language: str  # the one it opens in
    questionnaire: Questionnaire


class Page:
    """A page as it goes over the wire, decided once and sent as often as it is asked for."""

    def __init__(self, html: str, style: str, status: int) -> None:
        self._content = html.encode()
        self._status = status
        self._headers = HEADERS | {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": allowing(style),
        }

    def reply(self, request: Asked) -> Ready:
        accepted = dict(request.scope["headers"]).get(b"accept-encoding", b"")
        return self._packed if b"gzip" in accepted else self.plain

    @cached_property
    def plain(self) -> Ready:
        return Ready.of(self._status, self._headers, self._content)

    @cached_property
    def _packed(self) -> Ready:
        packed = gzip.compress(self._content, 9, mtime=0)
        return Ready.of(self._status, self._headers | {"Content-Encoding": "gzip"}, packed)


def draw(
    occasion: Occasion,
    language: str,
    given: Mapping[str, list[str]] | None = None,
    errors: Mapping[str, str] | None = None,
    template: str = "public/survey.html",
    **extra: object,
) -> Page:
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
    return Page(html, style, 422 if errors else 200)


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
