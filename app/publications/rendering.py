"""The pages of a published site, in the language being spoken, from a collection alone."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from app.lib.dates import local_day
from app.lib.i18n import LANGUAGES, spoken
from app.lib.quarters import Quarter
from app.lib.templates import render
from app.publications import places
from app.publications.calendar import AT
from app.publications.collection import Collection
from app.publications.document import Published
from app.publications.places import Places
from app.publications.telling import headline
from app.registry.countries import default_language, zone


@dataclass(frozen=True)
class Row:
    """A release in a list of them."""

    quarter: Quarter
    headline: str
    published_at: datetime
    published_on: date
    digest: str
    place: str
    address: str
    is_latest: bool


def order_of_languages(country: str) -> list[str]:
    """The country's own language first, then as always."""
    return sorted(LANGUAGES, key=lambda language: language != default_language(country))


def frame(collection: Collection, here: str) -> dict[str, Any]:
    """What every page of a site needs; `here` is its place in the language being spoken."""
    slug = collection.inspectorate.slug
    versions = {language: _in(language, here) for language in LANGUAGES}
    own = Places(slug, spoken())
    return {
        "site": collection.site,
        "masthead": collection.site.names[spoken()],
        "inspectorate": collection.inspectorate,
        "places": own,
        "to": partial(places.link, here),
        "styles": [places.style(name) for name in places.STYLES],
        "first_language": default_language(collection.inspectorate.country),
        "alternates": {one: places.link(here, there) for one, there in versions.items()},
        "canonical": {
            one: places.address(collection.site.address, there) for one, there in versions.items()
        },
        "rows": rows(collection),
        "years": [year.document.year for year in collection.years],
        "next_quarter": collection.next_quarter,
        "next_release": _day(collection, collection.next_release),
        "release_time": f"{AT:%H:%M}",
    }


def rows(collection: Collection) -> list[Row]:
    return [_row(collection, release) for release in collection.releases]


def render_home(collection: Collection) -> str:
    here = Places(collection.inspectorate.slug, spoken()).home
    twins = collection.twins
    return render("publications/home.html", twins=twins, **frame(collection, here))


def render_releases(collection: Collection) -> str:
    here = Places(collection.inspectorate.slug, spoken()).releases
    return render("publications/releases.html", **frame(collection, here))


def render_latest(collection: Collection) -> str:
    """An address that always leads to the newest release; only once there is one."""
    here = Places(collection.inspectorate.slug, spoken()).latest
    return render("publications/latest.html", **frame(collection, here))


def render_feed(collection: Collection) -> str:
    """Atom; only once there is something in it."""
    own = Places(collection.inspectorate.slug, spoken())
    base = collection.site.address
    return render(
        "publications/releases.xml",
        inspectorate=collection.inspectorate,
        rows=rows(collection),
        self_address=places.address(base, own.feed),
        releases_address=places.address(base, own.releases),
    )


def render_choice(collection: Collection) -> str:
    """The front page of the site, where the reader chooses a language."""
    return render(
        "publications/choice.html",
        site=collection.site,
        masthead=collection.site.names[spoken()],
        styles=[places.style(name) for name in places.STYLES],
        address=places.address(collection.site.address, places.CHOICE),
        order=order_of_languages(collection.inspectorate.country),
    )


def _row(collection: Collection, release: Published) -> Row:
    place = Places(collection.inspectorate.slug, spoken()).quarter(release.quarter)
    return Row(
        quarter=release.quarter,
        headline=headline(release.document),
        published_at=release.document.published_at,
        published_on=local_day(
            release.document.published_at, zone(collection.inspectorate.country)
        ),
        digest=release.digest,
        place=place,
        address=places.address(collection.site.address, place),
        is_latest=collection.is_latest(release),
    )


def _in(language: str, place: str) -> str:
    return "/".join([language, *place.split("/")[1:]])


def _day(collection: Collection, moment: datetime | None) -> date | None:
    return moment and local_day(moment, zone(collection.inspectorate.country))
