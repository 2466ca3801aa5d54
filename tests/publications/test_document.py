"""The canonical document of a release."""

import json
from dataclasses import replace

import rfc8785

from app.publications.document import digest, read, written
from tests.making.publications import make_document


def test_a_document_read_again_is_the_same_document() -> None:
    document = make_document()
    assert read(written(document)) == document


def test_a_document_written_again_is_the_same_characters() -> None:
    text = written(make_document())
    assert written(read(text)) == text


def test_its_form_is_canonical() -> None:
    text = written(make_document())
    assert rfc8785.dumps(json.loads(text)).decode() == text


def test_a_release_of_the_days_before_the_audit_head_is_still_read() -> None:
    older = json.loads(written(make_document()))
    del older["audit_head"]
    assert read(json.dumps(older)) == make_document()


def test_any_changed_figure_changes_the_identity() -> None:
    document = make_document()
    first, *others = document.results
    changed = replace(document, results=(replace(first, answered=first.answered + 1), *others))
    assert digest(written(changed)) != digest(written(document))


def test_the_identity_is_what_sha256sum_says_of_the_file() -> None:
    assert digest("pikir") == "95b1a3367510f0818b9290af896b0baf116e38231380b8d3e653bf069761e268"
