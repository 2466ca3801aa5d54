"""What remarks are about: the themes of the questionnaires, and what people write of besides."""

import json
from pathlib import Path

from app.lib.i18n import spoken

_FILE = Path(__file__).with_name("themes.json")
_TITLES: dict[str, dict[str, str]] = {
    theme["name"]: theme["titles"] for theme in json.loads(_FILE.read_text(encoding="utf-8"))
}

THEMES = tuple(_TITLES)  # in the order in which they are offered


def titles() -> dict[str, str]:
    """By name, in the language being spoken."""
    return {name: words[spoken()] for name, words in _TITLES.items()}
