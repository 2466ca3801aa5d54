"""Every message is said in Kyrgyz, Kazakh and Russian; none is stale, none is left over."""

import re

import pytest
from babel.messages import Catalog

from app.lib.catalogues import Message, catalogue, in_catalogue, in_source
from app.lib.i18n import LANGUAGES, SOURCE

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
_KAZAKH_ONLY = set("әғқұһіӘҒҚҰҺІ")
_SMALL_YOU = re.compile(r"\b(?:вы|вас|вам|вами|ваш\w*)\b")
_LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
# Names and formats that are written in Latin letters in every language.
_LATIN_NAMES = re.compile(
    r"%\(\w+\)[sd]|\{\w+\}|https?://\S+|\S+@\S+|Pikir|CSV|XLSX|PDF|JSON|Atom"
    r"|SHA-256|UTF-16|UTC|CC BY 4\.0|[Ww]ilson"
    r"|AAPOR|RR1|O’Neill|Newcombe|SQLite|PostgreSQL|GETI|SMTP|SPF|DKIM|DMARC|HTTP|QR|INN|BIN|IIN|Unicode|UTF-8"
    r"|«(?:next|errors|Allow|Authorization: Bearer …|Content-Type: application/json)»"
    r"|XML|YAML|Excel|NUL|\b[YMD]{1,4}(?:/[YMD]{1,4})*\b"
    r"|Idempotency-Key|OpenAPI|Standard Webhooks|https://|UUID|RFC \d+|\btrue\b|\bfalse\b"
    r"|[\w./-]+\.(?:csv|xlsx|json|txt|atom|yaml|kg|kz|example)|</?\w+[^>]*>|pikir|docs|English"
)


@pytest.fixture(params=[language for language in LANGUAGES if language != SOURCE])
def catalog(request: pytest.FixtureRequest) -> Catalog:
    return catalogue(request.param)


def test_no_message_is_missing(catalog: Catalog) -> None:
    there = in_catalogue(catalog)
    missing = {m.id: places for m, places in in_source().items() if not all(there.get(m, ("",)))}
    assert missing == {}


def test_no_message_is_left_over(catalog: Catalog) -> None:
    assert [m.id for m in in_catalogue(catalog).keys() - in_source().keys()] == []


def test_no_translation_is_a_guess(catalog: Catalog) -> None:
    assert [message.id for message in catalog if message.id and message.fuzzy] == []


def test_placeholders_are_the_same_in_every_form(catalog: Catalog) -> None:
    def of(text: str) -> set[str]:
        return {match[0] for match in _PLACEHOLDER.finditer(text)} - {"%(n)s"}

    wrong = {
        message.id: string
        for message, strings in in_catalogue(catalog).items()
        for string in strings
        if of(string) != set().union(*map(of, message.forms))
    }
    assert wrong == {}


def test_numbers_stand_in_every_form_of_a_plural(catalog: Catalog) -> None:
    wrong = [
        message.id
        for message, strings in in_catalogue(catalog).items()
        if "%(n)s" in message.forms[-1] and not all("%(n)s" in string for string in strings)
    ]
    assert wrong == []


def test_each_language_is_written_in_its_own_letters(catalog: Catalog) -> None:
    wrong = [
        string
        for message, strings in in_catalogue(catalog).items()
        for string in strings
        if _foreign(str(catalog.locale), message, string)
    ]
    assert wrong == []


def test_quotation_marks_are_those_of_the_languages(catalog: Catalog) -> None:
    strings = [string for found in in_catalogue(catalog).values() for string in found]
    assert [string for string in strings if set('“”„"') & set(string)] == []


def test_russian_says_you_with_a_capital() -> None:
    strings = [string for found in in_catalogue(catalogue("ru")).values() for string in found]
    assert [string for string in strings if _SMALL_YOU.search(string)] == []


def _foreign(language: str, message: Message, string: str) -> bool:
    if language != "kk" and _KAZAKH_ONLY & set(string):
        return True
    return bool(_LATIN_WORD.search(_LATIN_NAMES.sub("", string)))
