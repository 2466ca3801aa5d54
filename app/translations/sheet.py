"""The workbook that goes to a translator and comes back: which sheet and column holds what."""

from app.lib.i18n import LANGUAGES, OWN_NAMES
from app.lib.i18n import gettext as _

TEXTS = "texts"  # the sheet's name, the same in all languages: import looks for it
PLACE, STATE, SOURCE, DIGEST = range(4)
MOST_ROWS = 5_000


def context_of(source: str, language: str) -> list[str]:
    """The languages that stand beside, so that a translator can look how they say it."""
    return [it for it in LANGUAGES if it not in (source, language)]


def header_of(source: str, language: str) -> list[str]:
    """In the spoken language. The last two columns are the translator's own; the codes in
    brackets say on the way back which language it is.
    """
    beside = [in_brackets(it) for it in context_of(source, language)]
    first = [_("Place"), _("To do"), in_brackets(source), _("Digest of the source")]
    return [*first, *beside, in_brackets(language), _("Your remark")]


def language_in(header: list[str]) -> tuple[str, str] | None:
    """Source and language of a sheet that came back; None if it is none of ours."""
    written = {in_brackets(it): it for it in LANGUAGES}
    if len(header) != len(header_of("en", "kk")):
        return None
    source, language = written.get(header[SOURCE]), written.get(header[-2])
    return (source, language) if source and language else None


def in_brackets(language: str) -> str:
    return f"{OWN_NAMES[language]} ({language})"
