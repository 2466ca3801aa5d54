"""Everything that people read goes through the catalogues: templates, titles, words of pages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from jinja2 import nodes

from app.lib.templates import environment

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "app" / "templates"
# Names, addresses and formats, which are the same in every language.
NAMES = {"Pikir", "CSV", "JSON", "XLSX", "Atom", "SHA-256", "CC BY 4.0"}
_NOT_READ = re.compile(r"<style.*?</style>|<script.*?</script>|<!--.*?-->|<!doctype[^>]*>", re.S)
_TAG = re.compile(r"<[^<>]*>", re.S)
_READ_ATTRIBUTE = re.compile(r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"')
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_ENTITY = re.compile(r"&\w+;")
_ATTRIBUTE = re.compile(r'[\w-]+="[^"]*"')  # of a macro that writes a part of a tag
_VALUE = "\x00"  # stands where a template puts in a value
# What `page(…)` and its like show as it stands.
_SHOWN = {"title", "heading", "headline", "note", "advice", "hint", "label", "summary"}


def test_templates_hold_no_words_of_their_own() -> None:
    found = {
        f"{path.relative_to(TEMPLATES)}: {words}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for words in _words_in(path.read_text())
    }
    assert found == set()


def test_the_search_finds_words_outside_the_catalogues() -> None:
    said = "{% trans %}Said{% endtrans %}<p class='on {{ x }}'>{{ _('Said') }} · Pikir</p>"
    assert list(_words_in(said)) == []
    for silent in ("<p>Hello</p>", '<a title="Hello">{{ x }}</a>', "{% if x %}Hello{% endif %}"):
        assert list(_words_in(silent)) == ["Hello"]


def test_handlers_hand_no_plain_words_to_a_page() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{value.lineno}: {value.value!r}"
        for path in sorted((ROOT / "app" / "web").rglob("*.py"))
        for value in _plain_words(ast.parse(path.read_text()))
    }
    assert found == set()


def _words_in(source: str) -> Iterator[str]:
    """Text of the template itself, without tags, values and what {% trans %} holds."""
    tree = environment().parse(source)
    whole = "".join(_data(tree))
    whole = _NOT_READ.sub("", whole)
    read = [_ATTRIBUTE.sub("\n", _TAG.sub("\n", whole)), *_READ_ATTRIBUTE.findall(whole)]
    for text in "\n".join(read).replace(_VALUE, "\n").split("\n"):
        words = _ENTITY.sub("", text).strip(" ·:,.()")
        if _LETTERS.search(words) and words not in NAMES:
            yield words


def _data(tree: nodes.Template) -> Iterator[str]:
    """Template text in its order; translated messages are expressions and count as values."""
    classes = (block for block in tree.find_all(nodes.Block) if block.name == "width")
    unread = {id(output) for block in classes for output in block.find_all(nodes.Output)}
    for output in tree.find_all(nodes.Output):
        if id(output) in unread:
            continue
        for part in output.nodes:
            yield part.data if isinstance(part, nodes.TemplateData) else _VALUE


def _plain_words(tree: ast.Module) -> Iterator[ast.Constant]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            for argument in call.keywords:
                if argument.arg in _SHOWN and isinstance(argument.value, ast.Constant):
                    words = argument.value.value
                    if isinstance(words, str) and words and words not in NAMES:
                        yield argument.value
