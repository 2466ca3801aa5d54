"""The sites of an inspectorate are brought up to what has been released, and no byte further."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from app.lib.db import Database
from app.lib.files import shipped
from app.publications.archive import releases_of, years_of
from app.publications.bundling import bundle
from app.publications.collection import Collection, collections
from app.publications.preparing import Key, Prepared, prepare, shapes
from app.publications.writing import is_current, write_bundle
from app.publications.year_page import bundle_years
from app.registry.inspectorates import sites
from app.registry.tables import Inspectorate
from app.results.charts import drawings
from app.results.charts.shapes import Drawable

Draw = Callable[[Drawable], str]

_PROGRAM = Path(__file__).resolve().parents[1]
# What else decides the bytes of a page, a chart or a spreadsheet.
_LIBRARIES = ("babel", "jinja2", "matplotlib", "xlsxwriter")


async def publish(
    people: Database, inspectorate: Inspectorate, site_folder: Path, draw: Draw
) -> list[Path]:
    """The files that were written, in every site's folder; none if nothing has changed."""
    async with people.reading() as session:
        found = collections(
            inspectorate,
            await sites(session, inspectorate),
            await releases_of(session, inspectorate),
            await years_of(session, inspectorate),
        )
    stale = [one for one in found if not is_current(site_folder / one.site.slug, made_from(one))]
    if not stale:
        return []
    prepared = prepare(stale[0].releases)
    charts = await _charts(people, prepared, draw)
    written: list[Path] = []
    for collection in stale:
        folder = site_folder / collection.site.slug
        files = bundle(replace(collection, prepared=prepared, charts=charts))
        files |= bundle_years(collection)
        written += [folder / path for path in write_bundle(folder, files, made_from(collection))]
    return written


def made_from(collection: Collection) -> str:
    """A digest of all that decides the bytes of a site: its releases, its names, the program."""
    parts = {
        "site": asdict(collection.site),
        "twins": [asdict(twin) for twin in collection.twins],
        "inspectorate": asdict(collection.inspectorate),
        "releases": [release.digest for release in collection.releases],
        "years": [year.digest for year in collection.years],
        "program": _program(),
    }
    return sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


async def _charts(people: Database, prepared: Mapping[Key, Prepared], draw: Draw) -> dict[str, str]:
    """Every chart of every release; drawn here are only those that nobody has drawn before."""
    wanted = [shape for each in prepared.values() for shape in shapes(each)]
    await drawings.draw_missing(people, wanted, draw)
    async with people.reading() as session:
        return await drawings.find(session, wanted)


@lru_cache
def _program() -> str:
    files = [
        path
        for folder in (_PROGRAM, shipped("static"), shipped("locales"))
        for path in sorted(folder.rglob("*"))
        if path.suffix in {".py", ".html", ".xml", ".css", ".json", ".po"}
    ]
    whole = sha256()
    for path in files:
        whole.update(path.read_bytes())
    for library in _LIBRARIES:
        whole.update(version(library).encode())
    return whole.hexdigest()
