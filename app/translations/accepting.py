"""Saying that translations fit their source, where nobody sent them as a workbook."""

from collections.abc import Collection, Iterable

from app.questionnaires.drafts import Draft
from app.questionnaires.worded import Worded


class Unnamed(ValueError):
    """Its text lists translations that were accepted for an earlier source, and did not change."""


def accept_translations(
    draft: Draft, languages: Iterable[str], places: Collection[str] = ()
) -> int:
    """How many were. Only those at `places`, if any are named; without, Unnamed (and nothing is
    accepted) if some may have been forgotten when their source changed.
    """
    stale = [(it, language) for it, language in draft.stale() if language in set(languages)]
    if unknown := set(places) - {worded.place for worded in draft.worded}:
        raise Unnamed(f"{draft.path} has no such place: {', '.join(sorted(unknown))}.")
    if places:
        stale = [(it, language) for it, language in stale if it.place in places]
    elif forgotten := [(it, language) for it, language in stale if _is_old(draft, it, language)]:
        raise Unnamed(_list(draft, forgotten))
    for worded, language in stale:
        draft.accept(worded, language)
    if stale:
        draft.memory.write()
    return len(stale)


def _is_old(draft: Draft, worded: Worded, language: str) -> bool:
    return draft.memory.has_seen(language, worded.text(language))


def _list(draft: Draft, forgotten: list[tuple[Worded, str]]) -> str:
    lines = [f"  {worded.place} ({language})" for worded, language in forgotten]
    cure = f'name each that still fits: pikir i18n accept {draft.path} "PLACE" …'
    return "\n".join([f"Their source changed and they did not. Translate them, or {cure}", *lines])
