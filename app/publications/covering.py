"""A release as a picture, for messengers: its first figure, and of whom and when it is."""

from app.lib.dates import quarter_name
from app.lib.i18n import gettext as _
from app.lib.i18n import spoken
from app.lib.quarters import Quarter
from app.publications.document import Document
from app.publications.telling import circumstances, headline
from app.results import describing, leading
from app.results.charts.shapes import Cover


def cover(document: Document) -> Cover:
    """In the language being spoken."""
    figure, label, note = "", headline(document), ""
    for question, result in leading.told(document.results, document)[:1]:
        figure, label = describing.positive_words(result), question.short[spoken()]
        note = circumstances(result)
    publisher = document.inspectorate.names[spoken()]["name"]
    quarter = quarter_name(Quarter.parse(document.quarter))
    return Cover(
        spoken(),
        "wide",
        title=headline(document),
        description=publisher,
        publisher=publisher,
        about=_("What inspected businesses say, %(quarter)s", quarter=quarter),
        figure=figure,
        label=label,
        note=note,
    )
