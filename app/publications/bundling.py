"""The whole site of an inspectorate as files: the same releases give the same bytes."""

from base64 import b64decode

from app.lib.files import shipped
from app.lib.i18n import LANGUAGES, speaking, spoken
from app.publications import places
from app.publications.announcing import calendar
from app.publications.collection import Collection
from app.publications.document import Published
from app.publications.places import Places
from app.publications.quarter_page import render_quarter
from app.publications.rendering import (
    render_choice,
    render_feed,
    render_home,
    render_latest,
    render_releases,
)
from app.registry.countries import default_language

Files = dict[str, bytes]  # place -> content


def bundle(collection: Collection) -> Files:
    files = {places.style(name): _style(name) for name in places.STYLES}
    with speaking(default_language(collection.inspectorate.country)):
        files[places.CHOICE] = render_choice(collection).encode()
    for language in LANGUAGES:
        with speaking(language):
            files |= _lists(collection)
            for release in collection.releases:
                files |= _quarter(collection, release)
    return files


def _lists(collection: Collection) -> Files:
    own = Places(collection.inspectorate.slug, spoken())
    pages = {own.home: render_home(collection), own.releases: render_releases(collection)}
    if collection.releases:
        pages[own.feed] = render_feed(collection)
        pages[own.latest] = render_latest(collection)
    files = {place: page.encode() for place, page in pages.items()}
    return {**files, own.calendar: calendar(collection)} if collection.releases else files


def _quarter(collection: Collection, release: Published) -> Files:
    own = Places(collection.inspectorate.slug, spoken())
    prepared = collection.prepared[release.digest, spoken()]
    page = render_quarter(collection, release, prepared).encode()
    files = {
        own.quarter(release.quarter, name): content for name, content in prepared.files.items()
    }
    if drawn := collection.charts.get(prepared.cover.hash):
        files[own.quarter(release.quarter, places.COVER)] = b64decode(drawn)
    return files | {own.quarter(release.quarter): page}


def _style(name: str) -> bytes:
    return (shipped("static") / "css" / f"{name}.css").read_bytes()
