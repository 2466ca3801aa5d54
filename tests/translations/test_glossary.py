"""The terms that translators are given."""

from app.lib.i18n import LANGUAGES
from app.translations.glossary import terms


def test_every_term_has_its_word_in_every_language_once() -> None:
    assert all(set(term) == set(LANGUAGES) and all(term.values()) for term in terms())
    english = [term["en"] for term in terms()]
    assert len(english) == len(set(english))


def test_each_word_is_written_in_its_own_letters() -> None:
    kazakh = set("әғқұһі")
    assert [it for it in terms() if kazakh & set((it["ky"] + it["ru"]).lower())] == []
