"""What stands on the sites was published: a restored database that lacks it takes it back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from sqlmodel.ext.asyncio.session import AsyncSession

from app.publications.annual_document import PublishedYear
from app.publications.archive import releases_of, years_of
from app.publications.document import Published, digest
from app.publications.tables import AnnualRelease, Release
from app.registry import inspectorates
from app.registry.tables import Inspectorate

# In every site and every language; they are all the same.
_QUARTERS = "*/*/results/{slug}/*-q[1-4]/data.json"
_YEARS = "*/*/results/{slug}/[0-9][0-9][0-9][0-9]/data.json"


@dataclass
class TakenBack:
    """`altered` are releases whose document, in the database or on a site, is not what it was."""

    added: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)


async def take_back(session: AsyncSession, site_folder: Path) -> TakenBack:
    """Released again it would get another date, and so another digest. What inspectorates of other
    installations have on the same sites is left alone.
    """
    taken = TakenBack()
    for inspectorate in await inspectorates.all_of(session):
        await _take_quarters(session, inspectorate, site_folder, taken)
        await _take_years(session, inspectorate, site_folder, taken)
    return taken


async def _take_quarters(
    session: AsyncSession, inspectorate: Inspectorate, site_folder: Path, taken: TakenBack
) -> None:
    revisions = sorted(await releases_of(session, inspectorate), key=lambda one: one.revision)
    newest = {one.quarter: one for one in revisions}
    for quarter, release in newest.items():
        if digest(release.document) != release.digest:
            taken.altered.append(f"{inspectorate.slug} {quarter} in the backup")
    places = _QUARTERS.format(slug=inspectorate.slug)
    for text in _published(site_folder, places, Published.of, taken):
        document = Published.of(text).document
        name = f"{inspectorate.slug} {document.quarter}"
        there = newest.get(document.quarter)
        if there is None or there.revision < document.revision:
            newest[document.quarter] = Release(
                inspectorate_id=inspectorate.id,
                quarter=document.quarter,
                revision=document.revision,
                published_at=document.published_at,
                document=text,
                digest=digest(text),
            )
            session.add(newest[document.quarter])
            taken.added.append(name)
        elif there.revision == document.revision and there.digest != digest(text):
            taken.altered.append(f"{name} in {site_folder}")


async def _take_years(
    session: AsyncSession, inspectorate: Inspectorate, site_folder: Path, taken: TakenBack
) -> None:
    years = {one.year: one for one in await years_of(session, inspectorate)}
    places = _YEARS.format(slug=inspectorate.slug)
    for text in _published(site_folder, places, PublishedYear.of, taken):
        document = PublishedYear.of(text).document
        name = f"{inspectorate.slug} {document.year}"
        there = years.get(document.year)
        if there is None:
            years[document.year] = AnnualRelease(
                inspectorate_id=inspectorate.id,
                year=document.year,
                published_at=document.published_at,
                document=text,
                digest=digest(text),
            )
            session.add(years[document.year])
            taken.added.append(name)
        elif there.digest != digest(text):
            taken.altered.append(f"{name} in {site_folder}")


def _published(
    site_folder: Path, places: str, of: Callable[[str], object], taken: TakenBack
) -> set[str]:
    """Each text once; what cannot be read counts as altered."""
    texts = set()
    for path in sorted(site_folder.glob(places)):
        text = path.read_text()
        try:
            of(text)
            texts.add(text)
        except msgspec.DecodeError:
            taken.altered.append(str(path))
    return texts
