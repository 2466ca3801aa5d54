"""What the page of a quarter says beside its figures."""

from dataclasses import replace

from app.lib.i18n import LANGUAGES
from app.publications.bundling import Files, bundle
from app.publications.preparing import prepare
from tests.making.publications import make_collection
from tests.pages import read

FOLDER = "{}/results/geti/2026-q3/"


def files() -> Files:
    collection = make_collection()
    return bundle(replace(collection, prepared=prepare(collection.releases)))


def test_what_came_in_a_flood_is_told_but_not_counted() -> None:
    made = files()
    for language in LANGUAGES:
        page = read(made[FOLDER.format(language) + "index.html"].decode())
        section = page.select_one("section[aria-labelledby=open]")
        assert section
        (told,) = [
            line for line in section.find_all("p", recursive=False) if "41" in line.get_text()
        ]
        assert "300" in told.get_text()
        table = made[FOLDER.format(language) + "data.csv"].decode("utf-8-sig")
        (line,) = [line for line in table.splitlines() if ",set_aside," in line]
        assert ",open," in line
        assert ",41," in line
