"""Where the pages and files of a site lie. Links between them are relative: any base path works."""

import posixpath
from dataclasses import dataclass

from app.lib.quarters import Quarter

CHOICE = "index.html"  # of a language
STYLES = ("base", "results")
COVER = "cover.png"


def link(here: str, there: str) -> str:
    """From one page of the site to another, or to a file."""
    return posixpath.relpath(there, posixpath.dirname(here))


def address(base: str, place: str) -> str:
    """As the public types it: a folder instead of its index page."""
    return f"{base.rstrip('/')}/{place.removesuffix('index.html')}"


def style(name: str) -> str:
    return f"css/{name}.css"


@dataclass(frozen=True)
class Places:
    """The places of one inspectorate in one language."""

    inspectorate: str
    language: str

    @property
    def folder(self) -> str:
        return f"{self.language}/results/{self.inspectorate}"

    @property
    def home(self) -> str:
        return f"{self.language}/index.html"

    @property
    def releases(self) -> str:
        return f"{self.folder}/index.html"

    @property
    def feed(self) -> str:
        return f"{self.folder}/releases.atom"

    @property
    def calendar(self) -> str:
        return f"{self.folder}/releases.ics"

    @property
    def latest(self) -> str:
        return f"{self.folder}/latest/index.html"

    def quarter(self, quarter: Quarter, file: str = "index.html") -> str:
        return f"{self.folder}/{quarter.slug}/{file}"

    def year(self, year: int, file: str = "index.html") -> str:
        return f"{self.folder}/{year}/{file}"
