"""The regions of a country, by ISO 3166-2 code, with their names and their usual order."""

import json
from dataclasses import dataclass
from pathlib import Path

from app.lib.i18n import spoken

_FILE = Path(__file__).with_name("regions.json")


@dataclass(frozen=True)
class Region:
    code: str
    country: str
    names: dict[str, str]
    order: int  # names are never sorted: ң ө ү ғ қ come last by code point


def _read() -> dict[str, tuple[Region, ...]]:
    countries = json.loads(_FILE.read_text(encoding="utf-8"))
    return {
        country: tuple(
            sorted((Region(country=country, **row) for row in rows), key=lambda row: row.order)
        )
        for country, rows in countries.items()
    }


_REGIONS = _read()
_BY_CODE = {region.code: region for regions in _REGIONS.values() for region in regions}


def regions_of(country: str) -> tuple[Region, ...]:
    """In their usual order."""
    return _REGIONS[country]


def is_region_of(country: str, code: str) -> bool:
    return code in _BY_CODE and _BY_CODE[code].country == country


def region_name(code: str) -> str:
    """In the language being spoken."""
    return _BY_CODE[code].names[spoken()]
