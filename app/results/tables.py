"""Charts, drawn once and kept by what they show."""

from sqlmodel import Field

from app.lib.db import PeopleTable


class Chart(PeopleTable, table=True):
    """A picture, found by the hash of everything that is drawn in it."""

    __tablename__ = "results_chart"

    hash: str = Field(primary_key=True, max_length=64)
    drawn: str  # an SVG; of a release's cover a PNG, in base64
