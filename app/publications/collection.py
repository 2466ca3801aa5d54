"""All that one site shows of an inspectorate: the only input of a bundle besides the program."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from app.lib.quarters import Quarter
from app.publications.annual_document import PublishedYear
from app.publications.calendar import due_at
from app.publications.document import Published, Publisher
from app.publications.preparing import Key, Prepared
from app.publications.tables import AnnualRelease, Release
from app.registry.tables import Inspectorate, Site


@dataclass(frozen=True)
class Place:
    """A site, as a value."""

    slug: str
    names: dict[str, str]
    address: str

    @classmethod
    def of(cls, site: Site) -> "Place":
        return cls(site.slug, site.names, site.address)


@dataclass(frozen=True)
class Collection:
    site: Place
    twins: tuple[Place, ...]  # the other sites, where the same releases stand
    inspectorate: Publisher
    releases: tuple[Published, ...]  # newest first
    years: tuple[PublishedYear, ...] = ()  # newest first
    # What the pages hold: of each release in each language, and the drawings by their hashes.
    prepared: Mapping[Key, Prepared] = field(default_factory=dict)
    charts: Mapping[str, str] = field(default_factory=dict)

    def is_latest(self, release: Published) -> bool:
        return release is self.releases[0]

    @property
    def next_quarter(self) -> Quarter | None:
        return self.releases[0].quarter.next if self.releases else None

    @property
    def next_release(self) -> datetime | None:
        """Its moment is known in advance; only the first release of all has none before it."""
        if self.next_quarter is None:
            return None
        return due_at(self.next_quarter, self.inspectorate.country)


def collections(
    inspectorate: Inspectorate,
    sites: list[Site],
    releases: list[Release],
    years: list[AnnualRelease],
) -> list[Collection]:
    """One for each site, still without charts. `releases` and `years`: newest first."""
    places = [Place.of(site) for site in sites]
    published = tuple(Published.of(release.document) for release in releases)
    published_years = tuple(PublishedYear.of(release.document) for release in years)
    return [
        Collection(
            site=place,
            twins=tuple(other for other in places if other is not place),
            inspectorate=publisher(inspectorate),
            releases=published,
            years=published_years,
        )
        for place in places
    ]


def publisher(inspectorate: Inspectorate) -> Publisher:
    return Publisher(
        slug=inspectorate.slug,
        country=inspectorate.country,
        names=inspectorate.names,
        email=inspectorate.reply_to,
        phone=inspectorate.phone,
    )
