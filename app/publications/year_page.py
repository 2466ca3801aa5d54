"""The page of a year, and the file that lies beside it."""

from app.lib.dates import local_day
from app.lib.i18n import LANGUAGES, speaking, spoken
from app.lib.templates import render
from app.publications.annual_document import PublishedYear
from app.publications.collection import Collection
from app.publications.places import Places
from app.publications.rendering import frame
from app.publications.year_parts import told
from app.registry.countries import zone


def bundle_years(collection: Collection) -> dict[str, bytes]:
    """Every year's files in every language, by place."""
    files: dict[str, bytes] = {}
    for language in LANGUAGES:
        with speaking(language):
            for year in collection.years:
                files |= _files(collection, year)
    return files


def _files(collection: Collection, year: PublishedYear) -> dict[str, bytes]:
    document = year.document
    own = Places(collection.inspectorate.slug, spoken())
    here = own.year(document.year)
    page = render(
        "publications/year.html",
        **frame(collection, here),
        document=document,
        digest=year.digest,
        published_on=local_day(document.published_at, zone(document.inspectorate.country)),
        parts=[told(document, result) for result in document.results],
    )
    return {here: page.encode(), own.year(document.year, "data.json"): year.text.encode()}
