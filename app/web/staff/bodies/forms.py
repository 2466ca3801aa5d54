"""The page of a form that describes an inspectorate, with what was entered and what is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response

from app.web.asked import Asked
from app.web.signed_in import SignedIn
from app.web.staff.bodies.entries import flat
from app.web.staff.bodies.sections import Section
from app.web.staff.framing import staff_page

LIMIT = 512 * 1024  # bytes: the words of both signers in four languages, six bytes a letter
LANGUAGE = "language_of_page"


def described_page(
    request: Asked,
    person: SignedIn,
    template: str,
    *,
    sections: Sequence[Section],
    given: Mapping[str, Any],
    errors: Mapping[str, str],
    **context: object,
) -> Response[str]:
    labels: dict[str, str] = {}
    for section in sections:
        labels |= section.labels()
    return staff_page(
        request,
        person,
        f"bodies/{template}",
        status=422 if errors else 200,
        sections=sections,
        given=flat(given),
        errors=_placed(errors, labels, sections),
        labels=labels,
        **context,
    )


def _placed(
    errors: Mapping[str, str], labels: Mapping[str, str], sections: Sequence[Section]
) -> dict[str, str]:
    """In the order of the form; a fault of what is no field stands at its section."""
    placed = {place: errors[place] for place in labels if place in errors}
    for place, sentence in errors.items():
        if place not in placed:
            key = place.partition(".")[0]
            at = next((one.name for one in sections if key in one.keys), sections[0].name)
            placed.setdefault(at, sentence)
    return placed
