"""Whether those who sign say the same in every language.

Words that changed in one language only say something else there. So each version of a signer is a
record: in it, a language's words changed together with the others, or somebody said that they
still fit. What is neither is left behind, and no version that leaves a language behind is taken.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from app.lib.errors import RuleBroken
from app.lib.i18n import LANGUAGES, OWN_NAMES
from app.lib.i18n import gettext as _
from app.lib.standing import Standing

# A name is no translation: who corrects its Latin spelling leaves nothing behind.
TRANSLATED = ("position", "words")

Place = tuple[str, str]  # a language, and one of TRANSLATED


class Version(Protocol):
    """A registry_signer, or one that is going to be."""

    texts: dict[str, dict[str, Any]]
    still_fit: list[str]


class LeftBehind(RuleBroken):
    """`places` are those that have to be written anew, or said to fit."""

    def __init__(self, places: list[Place]) -> None:
        left = dict.fromkeys(OWN_NAMES[language] for language, _field in places)
        super().__init__(
            _(
                "The words changed in another language, but not in: %(languages)s. Change them"
                " there, too, or confirm that they still fit.",
                languages=", ".join(left),
            )
        )
        self.places = places


def left_behind(versions: Iterable[Version]) -> list[Place]:
    """What is behind in the last of them, oldest first given; by language, then by field."""
    behind: set[Place] = set()
    before: Version | None = None
    for version in versions:
        if before:
            behind = _left(before, version, behind)
        behind -= {(language, field) for language in version.still_fit for field in TRANSLATED}
        before = version
    return [(it, field) for it in LANGUAGES for field in TRANSLATED if (it, field) in behind]


def check_in_step(versions: Iterable[Version]) -> None:
    """LeftBehind if the last of these versions leaves a language behind."""
    if places := left_behind(versions):
        raise LeftBehind(places)


def standing(language: str, versions: Sequence[Version], who: str) -> Standing:
    """Of the last version in one language; `who` begins the places, such as `geti, minister`."""
    said = Standing(1 + len(TRANSLATED))
    for field in ("name", *TRANSLATED):
        if not _said(versions[-1], language, field):
            said.missing.append(f"{who}: {field}")
        elif (language, field) in left_behind(versions):
            said.stale.append(f"{who}: {field}")
    return said


def _left(before: Version, now: Version, behind: set[Place]) -> set[Place]:
    """`behind` after a step: who changed catches up, and leaves behind who did not."""
    for field in TRANSLATED:
        changed = {it for it in LANGUAGES if _said(before, it, field) != _said(now, it, field)}
        others = set(LANGUAGES) - changed if changed else set()
        behind = (behind | {(it, field) for it in others}) - {(it, field) for it in changed}
    return behind


def _said(version: Version, language: str, field: str) -> str:
    return " ".join(str(version.texts.get(language, {}).get(field, "")).split())
