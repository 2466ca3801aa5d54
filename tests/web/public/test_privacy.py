"""The page that says what is promised about answers."""

from pathlib import Path

from app.lib.i18n import LANGUAGES, speaking
from app.lib.templates import render
from app.web.pages import alternates
from tests.pages import read

DOCUMENTED = Path(__file__).parents[3] / "docs" / "privacy.md"
MEASURED = "## What the adversary found"


def test_the_page_says_what_the_documentation_says_word_for_word() -> None:
    documented, _measured = DOCUMENTED.read_text(encoding="utf-8").split(MEASURED)
    blocks = [line.lstrip("#- ").strip() for line in documented.splitlines() if line.strip()]
    with speaking("en"):
        page = read(_page())
    assert page.main is not None
    said = [tag.get_text(strip=True) for tag in page.main.find_all(["h1", "h2", "p", "li"])]
    assert said == blocks


def test_it_is_a_valid_page_in_every_language() -> None:
    for language in LANGUAGES:
        with speaking(language):
            read(_page())


def _page() -> str:
    links = alternates("/{lang}/privacy")
    return render("public/privacy.html", masthead="Pikir", alternates=links)
