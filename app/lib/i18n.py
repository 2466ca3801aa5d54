"""The four interface languages and their catalogues."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from io import BytesIO
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from app.lib.files import shipped

LANGUAGES = ("ky", "kk", "ru", "en")
OWN_NAMES = {"ky": "Кыргызча", "kk": "Қазақша", "ru": "Русский", "en": "English"}
ENGLISH_NAMES = {"ky": "Kyrgyz", "kk": "Kazakh", "ru": "Russian", "en": "English"}
SOURCE = "en"

_spoken: ContextVar[str] = ContextVar("language", default=SOURCE)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Everything translated inside is in `language`, one of LANGUAGES."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def speak(language: str) -> None:
    """For the rest of this task (a web request): its context ends with it."""
    _spoken.set(language)


def spoken() -> str:
    return _spoken.get()


def gettext(message: str, /, **values: Any) -> str:
    translated = plain_gettext(message)
    return translated % values if values else translated


def ngettext(one: str, many: str, n: int, /, **values: Any) -> str:
    """`n` is always available to the message as %(n)s."""
    return plain_ngettext(one, many, n) % {"n": n, **values}


# The translation with its placeholders still in it: templates fill them in themselves.


def plain_gettext(message: str) -> str:
    return _catalogue(_spoken.get()).ugettext(message)


def plain_ngettext(one: str, many: str, n: int) -> str:
    return _catalogue(_spoken.get()).ungettext(one, many, n)


def plain_pgettext(context: str, message: str) -> str:
    return _catalogue(_spoken.get()).upgettext(context, message)


@lru_cache
def _catalogue(language: str) -> NullTranslations:
    if language == SOURCE:
        return NullTranslations()
    path = shipped("locales") / language / "LC_MESSAGES" / "messages.po"
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)
