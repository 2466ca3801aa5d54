"""What reports of real servers say. Set down by hand, sample by sample, in corpus/expected.csv."""

from collections import Counter

import pytest

from app.mail.bounces import parsing
from app.mail.bounces.kinds import Kind
from app.mail.bounces.sorting import sort
from app.mail.bounces.understanding import understand
from app.mail.line import clean
from tests.making.bounces import Sample, sample, samples

NAME = "0d9f6c1e6f0b4a589d6a1f2e3d4c5b6a.0123456789abcdef"


@pytest.mark.parametrize(
    "one", [one for one in samples() if one.kind is not Kind.UNSIGNED], ids=lambda one: one.file
)
def test_each_report_is_understood(one: Sample) -> None:
    assert understand(parsing.read(one.about(NAME))).kind is one.kind


def test_the_corpus_holds_several_of_each_provider_that_matters() -> None:
    counted = Counter(one.provider for one in samples())
    assert all(
        counted[provider] >= 6
        for provider in ("mail.ru", "yandex", "gmail", "outlook", "postfix", "exim", "opensmtpd")
    )


@pytest.mark.parametrize(
    ("status", "words", "kind"),
    [
        ("5.1.1", "", Kind.HARD),
        ("5.1.10", "", Kind.HARD),
        ("5.2.1", "", Kind.HARD),
        ("5.4.4", "", Kind.HARD),
        ("5.2.2", "", Kind.SOFT),
        ("4.4.1", "", Kind.SOFT),
        ("4.1.1", "user unknown", Kind.SOFT),  # "not verified yet": it said 4
        ("5.7.1", "", Kind.POLICY),
        ("4.7.0", "", Kind.POLICY),
        ("5.7.1", "550 5.7.1 No such user!", Kind.HARD),
        ("5.0.0", "550 5.1.1 go away", Kind.HARD),
        ("5.0.0", "552 sorry", Kind.SOFT),
        ("5.0.0", "550 it came from 5.1.1.4", None),
        ("5.0.0", "550 see https://help.example/spam/no-such-user", None),
        ("", "a letter from Naryn", None),
    ],
)
def test_words_and_codes_are_weighed(status: str, words: str, kind: Kind | None) -> None:
    assert sort(status, words) is kind


def test_a_failure_that_gives_no_reason_costs_nobody_their_address() -> None:
    report = "Action: failed\nFinal-Recipient: rfc822; aida@firm.example\nStatus: 5.0.0\n"
    found = understand(parsing.read(b"Subject: x\n\n" + report.encode()))
    assert found.kind is Kind.SOFT


def test_the_servers_words_are_kept_and_the_address_in_them_is_not() -> None:
    found = understand(parsing.read(sample("postfix-01").about(NAME)))
    assert clean(found.words) == (
        "550 5.1.1 <…>: Recipient address rejected: User unknown in virtual mailbox table"
    )


def test_the_letter_that_came_back_is_not_read_as_the_reason() -> None:
    letter = b"Subject: about spam\n\nNo such user. Mailbox is full. 550 5.1.1\n"
    head = b"From: MAILER-DAEMON@firm.example\nSubject: failure\n\nIt did not work out.\n\n"
    copy = b"--- Below this line is a copy of the message.\n\n"
    assert understand(parsing.read(head + copy + letter)).kind is Kind.UNCLEAR
