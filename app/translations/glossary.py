"""The terms that every text uses for the same thing: locales/glossary.csv."""

import csv

from app.lib.files import shipped


def terms() -> list[dict[str, str]]:
    """Of each its words by language, in the order of the file."""
    with (shipped("locales") / "glossary.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
