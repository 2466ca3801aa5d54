"""What every page must be: valid, one heading, labels, no script and no style in attributes."""

from collections import Counter

import html5lib
from bs4 import BeautifulSoup, Tag

from app.lib.i18n import LANGUAGES

_UNSEEN_FIELDS = {"hidden", "submit", "button"}


def read(html: str) -> BeautifulSoup:
    """The page, once nothing is wrong with it."""
    html5lib.HTMLParser(strict=True).parse(html)  # raises at the first error
    page = BeautifulSoup(html, "html.parser")
    assert page.html is not None
    assert page.html.get("lang") in LANGUAGES
    assert page.title is not None
    assert page.title.get_text(strip=True)
    assert len(page.find_all("h1")) == 1
    ids = Counter(str(tag["id"]) for tag in page.find_all(id=True))
    assert [name for name, times in ids.items() if times > 1] == []
    assert page.find_all(style=True) == []
    assert [tag for tag in page.find_all("script") if tag["type"] != "application/ld+json"] == []
    assert [tag for tag in _fields(page) if not _is_labelled(page, tag)] == []
    for name in ("aria-labelledby", "aria-describedby"):
        for tag in page.select(f"[{name}]"):
            assert set(str(tag[name]).split()) <= set(ids), tag[name]
    for anchor in page.select('a[href^="#"]'):
        assert str(anchor["href"])[1:] in ids, anchor
    return page


def words(page: Tag) -> str:
    """All that is read, with single spaces."""
    return " ".join(page.get_text(" ").split())


def _fields(page: BeautifulSoup) -> list[Tag]:
    found = page.select("input, select, textarea")
    return [tag for tag in found if tag.get("type") not in _UNSEEN_FIELDS]


def _is_labelled(page: BeautifulSoup, field: Tag) -> bool:
    if field.find_parent("label") or field.get("aria-label"):
        return True
    return bool(field.get("id") and page.find("label", attrs={"for": field["id"]}))
