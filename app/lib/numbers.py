"""Numbers as people of the four languages write them."""

from functools import lru_cache

from babel.numbers import format_decimal, format_percent

from app.lib.i18n import gettext as _
from app.lib.i18n import spoken

# CLDR's default percent pattern has no decimals, and only Russian puts a space before the sign.
_ONE_DECIMAL = {"ky": "#,##0.0%", "kk": "#,##0.0%", "ru": "#,##0.0\u00a0%", "en": "#,##0.0%"}


def count(n: int) -> str:
    """12 345"""
    return format_decimal(n, locale=spoken())


def kilobytes(size: int) -> str:
    """Of a file of so many bytes."""
    return _("%(n)s kB", n=count(max(1, round(size / 1000))))


def percent(share: float) -> str:
    """A share from 0 to 1 in whole percent, with the language's sign and space."""
    return _percent(share, spoken())


def percent_exact(share: float) -> str:
    """The same with one decimal."""
    return format_percent(share, format=_ONE_DECIMAL[spoken()], locale=spoken())


def whole_points(difference: float) -> int:
    """A difference of two shares as it is told: 0 is no change."""
    return round(difference * 100)


def points(difference: float) -> str:
    """A difference of two shares in whole percentage points, with its sign: +5, −3, 0."""
    rounded = whole_points(difference)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded)}"


@lru_cache(maxsize=4096)  # a release says the same few hundred shares ten thousand times
def _percent(share: float, language: str) -> str:
    return format_percent(share, locale=language)
