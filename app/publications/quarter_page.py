"""The page of a release, and the files that lie beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.lib.dates import local_day, quarter_name
from app.lib.i18n import gettext as _
from app.lib.i18n import spoken
from app.lib.numbers import count, kilobytes
from app.lib.templates import render
from app.publications import places
from app.publications.collection import Collection
from app.publications.dataset import Described, dataset
from app.publications.document import Published
from app.publications.method import method
from app.publications.places import Places
from app.publications.preparing import CODES, PACKAGE, Prepared
from app.publications.rendering import frame
from app.publications.telling import cards, findings, headline
from app.registry.countries import zone


@dataclass(frozen=True)
class File:
    """A download, as a reader wants to know it before the click."""

    name: str
    label: str
    kind: str
    size: str


def render_quarter(collection: Collection, release: Published, prepared: Prepared) -> str:
    here = Places(collection.inspectorate.slug, spoken()).quarter(release.quarter)
    context = frame(collection, here)
    address = context["canonical"][spoken()]
    files = _downloads(prepared.files)
    codes = files.pop(CODES, None)
    title, summary = headline(release.document), _summary(release)
    has_cover = prepared.cover.hash in collection.charts
    cover = f"{address}{places.COVER}" if has_cover else ""
    return render(
        "publications/quarter.html",
        **context,
        document=release.document,
        cards=cards(release.document),
        findings=findings(release.document),
        invited=prepared.invited,
        open_channel=prepared.open_channel,
        charts=collection.charts,
        digest=release.digest,
        quarter=release.quarter,
        headline=title,
        summary=summary,
        dataset=dataset(
            Described(release, title, summary, address, cover),
            {name: prepared.files[name] for name in files},
        ),
        cover=cover,
        method=method(),
        is_latest=collection.is_latest(release),
        published_on=local_day(
            release.document.published_at, zone(release.document.inspectorate.country)
        ),
        files=files.values(),
        codes=codes,
        twins=[
            {"name": twin.names[spoken()], "address": places.address(twin.address, here)}
            for twin in collection.twins
        ],
    )


def _summary(release: Published) -> str:
    """What search engines and messengers show of the page."""
    return _(
        "What businesses say about their inspections by %(name)s, %(quarter)s: "
        "%(answers)s answers. Published with method, charts and data.",
        name=release.document.inspectorate.names[spoken()]["name"],
        quarter=quarter_name(release.quarter),
        answers=count(sum(result.answered for result in release.document.results)),
    )


def _downloads(data: Mapping[str, bytes]) -> dict[str, File]:
    """By name, in the order in which they are offered."""
    labels = {
        "data.csv": _("All figures as a table, with codes and labels"),
        "data.xlsx": _("All figures as a spreadsheet"),
        "data.json": _("The release itself, for programs and for checking"),
        PACKAGE: _("What the files and their columns are, for programs"),
        CODES: _("The fingerprints of all counted codes"),
    }
    return {
        name: File(name, label, name.rpartition(".")[2].upper(), kilobytes(len(data[name])))
        for name, label in labels.items()
        if name in data
    }
