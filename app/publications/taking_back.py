"""What stands on the sites was published: a restored database that lacks it takes it back."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.publications.annual_document import PublishedYear
from app.publications.archive import years_of
from app.publications.document import Published, digest
from app.publications.tables import AnnualRelease, Release
from app.registry.tables import Inspectorate

# In every site and every language; they are all the same.
_QUARTERS = "*/*/results/*/*-q[1-4]/data.json"
_YEARS = "*/*/results/*/[0-9][0-9][0-9][0-9]/data.json"


@dataclass
class TakenBack:
    """`altered` are releases whose document, in the database or on a site, is not what it was."""

    added: list[str] = field(default_factory=list)
    altered: list[str] = field(default_factory=list)


async def take_back(session: AsyncSession, site_folder: Path) -> TakenBack:
    """Released again it would get another date, and so another digest."""
    slugs = {one.id: one.slug for one in await session.exec(select(Inspectorate))}
    releases = await session.exec(select(Release).order_by(col(Release.revision)))
    known = {(slugs[one.inspectorate_id], one.quarter): one for one in releases}
    taken = TakenBack()
    for (slug, quarter), release in known.items():
        if digest(release.document) != release.digest:
            taken.altered.append(f"{slug} {quarter} in the backup")
    for text in _published(site_folder, _QUARTERS, Published.of, taken):
        document = Published.of(text).document
        name = (document.inspectorate.slug, document.quarter)
        there = known.get(name)
        if there is None or there.revision < document.revision:
            inspectorate_id = next((id_ for id_, slug in slugs.items() if slug == name[0]), None)
            if inspectorate_id is None:
                continue  # the site of another installation
            known[name] = Release(
                inspectorate_id=inspectorate_id,
                quarter=document.quarter,
                revision=document.revision,
                published_at=document.published_at,
                document=text,
                digest=digest(text),
            )
            session.add(known[name])
            taken.added.append(" ".join(name))
        elif there.revision == document.revision and there.digest != digest(text):
            taken.altered.append(f"{' '.join(name)} in {site_folder}")
    await _take_years_back(session, site_folder, taken)
    return taken


async def _take_years_back(session: AsyncSession, site_folder: Path, taken: TakenBack) -> None:
    inspectorates = {one.slug: one for one in await session.exec(select(Inspectorate))}
    for text in _published(site_folder, _YEARS, PublishedYear.of, taken):
        document = PublishedYear.of(text).document
        inspectorate = inspectorates.get(document.inspectorate.slug)
        if inspectorate is None:
            continue
        name = f"{inspectorate.slug} {document.year}"
        years = {one.year: one for one in await years_of(session, inspectorate)}
        there = years.get(document.year)
        if there is None:
            session.add(
                AnnualRelease(
                    inspectorate_id=inspectorate.id,
                    year=document.year,
                    published_at=document.published_at,
                    document=text,
                    digest=digest(text),
                )
            )
            taken.added.append(name)
        elif there.digest != digest(text):
            taken.altered.append(f"{name} in {site_folder}")


def _published(
    site_folder: Path, places: str, of: Callable[[str], object], taken: TakenBack
) -> set[str]:
    texts = set()
    for path in sorted(site_folder.glob(places)):
        text = path.read_text()
        try:
            of(text)
            texts.add(text)
        except msgspec.DecodeError:
            taken.altered.append(str(path))
    return texts
