"""The calendar of releases, for calendar programs to subscribe to: iCalendar (RFC 5545)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from app.lib.dates import quarter_name
from app.lib.i18n import gettext as _
from app.lib.i18n import spoken
from app.lib.quarters import Quarter
from app.publications import places
from app.publications.calendar import due_at
from app.publications.collection import Collection
from app.publications.places import Places
from app.publications.telling import headline

AHEAD = 4  # quarters of which the moment of release is told
_LONGEST = 75  # octets of a line; what is longer goes on in the next
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


def calendar(collection: Collection) -> bytes:
    """What has been released and the next year's releases; only once there is a first one."""
    newest, *_others = collection.releases
    content = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Pikir//Releases//{spoken().upper()}",
        f"NAME:{_text(_name(collection))}",
        f"X-WR-CALNAME:{_text(_name(collection))}",
        *_events(collection, _moment(newest.document.published_at)),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in content)


def _events(collection: Collection, stamp: str) -> Iterator[str]:
    """`stamp`: the newest release's moment, as nothing else in here changes it."""
    for release in reversed(collection.releases):
        at = release.document.published_at
        yield from _event(collection, release.quarter, at, stamp, headline(release.document))
    quarter = collection.releases[0].quarter
    for _number in range(AHEAD):
        quarter = quarter.next
        yield from _event(
            collection, quarter, due_at(quarter, collection.inspectorate.country), stamp
        )


def _event(
    collection: Collection, quarter: Quarter, at: datetime, stamp: str, said: str = ""
) -> Iterable[str]:
    """Without a length: a moment. What is not released yet leads to the list of releases."""
    own = Places(collection.inspectorate.slug, spoken())
    place = own.quarter(quarter) if said else own.releases
    title = _(
        "%(name)s: results of the business survey, %(quarter)s",
        name=_name(collection),
        quarter=quarter_name(quarter),
    )
    yield "BEGIN:VEVENT"
    yield f"UID:{quarter.slug}-{collection.inspectorate.slug}-{spoken()}@{collection.site.slug}"
    yield f"DTSTAMP:{stamp}"
    yield f"DTSTART:{_moment(at)}"
    yield f"SUMMARY:{_text(title)}"
    if said:
        yield f"DESCRIPTION:{_text(said)}"
    yield f"URL:{places.address(collection.site.address, place)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _name(collection: Collection) -> str:
    return collection.inspectorate.names[spoken()]["name"]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    return "".join(_ESCAPED.get(letter, letter) for letter in words)


def _folded(line: str) -> bytes:
    """Broken between letters, never inside one: a Cyrillic letter takes two octets."""
    parts = [b""]
    for letter in line:
        written = letter.encode()
        if len(parts[-1]) + len(written) > _LONGEST:
            parts.append(b" ")
        parts[-1] += written
    return b"\r\n".join(parts) + b"\r\n"
