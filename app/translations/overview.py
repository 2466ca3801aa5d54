"""How far every language is: with the program, with questionnaires, with the letters' signers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.lib import catalogues
from app.lib.files import shipped
from app.lib.i18n import LANGUAGES, SOURCE
from app.lib.standing import Standing
from app.questionnaires.drafts import Draft
from app.questionnaires.loading import editions_in, load_draft
from app.registry import keeping_step

PROGRAM, QUESTIONNAIRES, SIGNERS = "program", "questionnaires", "signers"

# Slug of an inspectorate, and of each role every version, oldest first.
Signed = tuple[str, Mapping[str, Sequence[keeping_step.Version]]]


@dataclass(frozen=True)
class Row:
    language: str
    kind: str
    standing: Standing

    @property
    def is_live(self) -> bool:
        """People can choose it. A catalogue of another language may grow without being live."""
        return self.language in LANGUAGES


def overview(surveys: Path | None = None, signed: Iterable[Signed] | None = None) -> list[Row]:
    """Without a folder, of the questionnaires shipped with the program; `signed` are every
    inspectorate's signers, None if no database is at hand. Unreadable if a questionnaire is.
    """
    rows = [*of_program(), *of_questionnaires(surveys)]
    rows += of_signers(signed) if signed is not None else ()
    return sorted(rows, key=lambda row: (not row.is_live, _place(row.language)))


def of_program() -> Iterator[Row]:
    yield Row(SOURCE, PROGRAM, Standing(len(catalogues.in_source())))
    for language in catalogues.translated_languages():
        yield Row(language, PROGRAM, catalogues.standing(language))


def of_questionnaires(surveys: Path | None = None) -> Iterator[Row]:
    drafts: list[Draft] = [load_draft(path) for path in editions_in(surveys or shipped("surveys"))]
    for language in LANGUAGES:
        standings = [draft.standing(language) for draft in drafts]
        yield Row(language, QUESTIONNAIRES, sum(standings, Standing()))


def of_signers(signed: Iterable[Signed]) -> Iterator[Row]:
    every = list(signed)
    for language in LANGUAGES:
        standings = [
            keeping_step.standing(language, versions, f"{slug}, {role}")
            for slug, roles in every
            for role, versions in roles.items()
        ]
        yield Row(language, SIGNERS, sum(standings, Standing()))


def _place(language: str) -> int:
    return LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
