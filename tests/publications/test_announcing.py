"""The calendar of releases, as a calendar program reads it."""

from app.lib.i18n import LANGUAGES, speaking
from app.publications.announcing import AHEAD, calendar
from tests.making.publications import QUARTER, make_collection, make_published

RELEASES = [make_published(each, answered=9, open_=0) for each in (QUARTER.next, QUARTER)]


def lines(content: bytes) -> list[str]:
    """Unfolded, as RFC 5545 (3.1) says."""
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def events(content: bytes) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for line in lines(content):
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found:
            found[-1].setdefault(name, value)
    return found


def test_it_holds_what_was_released_and_what_comes_in_the_next_year() -> None:
    found = events(calendar(make_collection(*RELEASES)))
    assert len(found) == 2 + AHEAD
    released, _newest, next_one, *_later = found
    assert released["DTSTART"] == "20261119T033000Z"
    assert released["URL"] == "https://geti.kg.example/en/results/geti/2026-q3/"
    assert released["DESCRIPTION"] == "Too few answers in Q3 2026 to show results"
    assert next_one["DTSTART"] == "20270520T033000Z"
    assert next_one["SUMMARY"].endswith("results of the business survey\\, Q1 2027")
    assert len({event["UID"] for event in found}) == len(found)


def test_an_event_keeps_its_identity_when_it_is_released() -> None:
    before = events(calendar(make_collection(RELEASES[1])))[1]
    after = events(calendar(make_collection(*RELEASES)))[1]
    assert before["UID"] == after["UID"]
    assert "DESCRIPTION" not in before


def test_no_line_is_longer_than_programs_take_and_no_letter_is_cut() -> None:
    for language in LANGUAGES:
        with speaking(language):
            content = calendar(make_collection(*RELEASES))
        written = content.split(b"\r\n")
        assert written.pop() == b""
        assert max(map(len, written)) <= 75
        for line in written:
            assert line.decode()
        assert lines(content)[0] == "BEGIN:VCALENDAR"
