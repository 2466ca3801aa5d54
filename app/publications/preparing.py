"""What a release's page holds in one language: made once, shown on every site."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.lib.i18n import LANGUAGES, speaking, spoken
from app.publications import viewing
from app.publications.covering import cover
from app.publications.document import Published
from app.publications.packaging import package
from app.publications.viewing import View, views
from app.results import exports, spreadsheet
from app.results.charts.shapes import Cover, Drawable

CODES = "codes.txt"
PACKAGE = "datapackage.json"

Key = tuple[str, str]  # a release's digest, a language


@dataclass(frozen=True)
class Prepared:
    invited: list[View]
    open_channel: list[View]
    cover: Cover
    files: dict[str, bytes]  # by name


def prepare(releases: Iterable[Published]) -> dict[Key, Prepared]:
    prepared: dict[Key, Prepared] = {}
    for release in releases:
        for language in LANGUAGES:
            with speaking(language):
                prepared[release.digest, language] = _prepare(release)
    return prepared


def shapes(prepared: Prepared) -> list[Drawable]:
    """All that is to be drawn: every chart, and the cover."""
    views = (*prepared.invited, *prepared.open_channel)
    return [shape for each in views for shape in viewing.shapes(each)] + [prepared.cover]


def _prepare(release: Published) -> Prepared:
    document = release.document
    invited, opened = (views(document.of_channel(one), document) for one in ("invited", "open"))
    return Prepared(invited, opened, cover(document), _files(release))


def _files(release: Published) -> dict[str, bytes]:
    """data.json is the same in every language."""
    document = release.document
    files = {"data.json": release.text.encode()}
    if document.results:
        name = document.inspectorate.names[spoken()]["name"]
        files["data.csv"] = exports.to_csv(document.results, document, spoken())
        files["data.xlsx"] = spreadsheet.to_xlsx(document.results, document, spoken(), name)
        files[PACKAGE] = package(release, files)
    if document.counting_codes:
        files[CODES] = "".join(f"{code}\n" for code in document.counting_codes).encode()
    return files
