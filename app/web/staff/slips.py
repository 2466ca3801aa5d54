"""Slips with the way to the open questionnaire, for entrepreneurs without an e-mail address.

All slips of a language are the same. What is printed, and what the square holds, is the address of
the open questionnaire and nothing else: a number of the act, or of the slip, would tell whose
answer comes in, and no answer given there is about an act that anybody could look up.
"""

from dataclasses import dataclass

import segno
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery
from markupsafe import Markup
from sqlmodel.ext.asyncio.session import AsyncSession

from app.accounts.roles import INSPECTOR
from app.lib.i18n import LANGUAGES, OWN_NAMES, speaking
from app.lib.i18n import gettext as _
from app.parts import Parts
from app.registry.countries import default_language
from app.registry.tables import Inspectorate
from app.web.asked import Asked
from app.web.guards import needs
from app.web.signed_in import SignedIn
from app.web.staff.framing import staff_page
from app.web.staff.places import place

PER_SHEET = 2
MOST_SHEETS = 20
_EVERYBODY_READS = "ru"


@dataclass(frozen=True)
class Side:
    """What a slip says, in one of its two languages."""

    language: str
    inspectorate: str
    title: str
    request: str
    how: str
    promise: str


@get("/slips", guards=[needs(INSPECTOR)])
async def slips(
    request: Asked,
    parts: NamedDependency[Parts],
    people: NamedDependency[AsyncSession],
    person: NamedDependency[SignedIn],
    of: FromQuery[str | None] = None,
    language: FromQuery[str | None] = None,
    sheets: FromQuery[int] = 1,
) -> Response[str]:
    inspectorate = await place(people, person, INSPECTOR, of)
    usual = default_language(inspectorate.country)
    first = language if language in LANGUAGES else usual
    second = _EVERYBODY_READS if first != _EVERYBODY_READS else usual
    address = f"{parts.settings.base_url}/{first}/open/{inspectorate.slug}"
    sheets = min(max(sheets, 1), MOST_SHEETS)
    return staff_page(
        request,
        person,
        "slips.html",
        inspectorate=inspectorate,
        language=first,
        options=OWN_NAMES,
        sheets=sheets,
        most=MOST_SHEETS,
        count=sheets * PER_SHEET,
        sides=[_side(inspectorate, one) for one in (first, second)],
        address=address.partition("://")[2],  # shorter to type, and every browser understands it
        square=square(address),
    )


def square(address: str) -> Markup:
    """A QR code as SVG, at the width of its place."""
    # A quarter of it may be worn or dirty: it is folded, and read in bad light.
    code = segno.make(address, error="q", micro=False)
    svg = code.svg_inline(title=address, border=4, light="#fff", omitsize=True)
    return Markup(svg.replace("<svg ", '<svg role="img" ', 1))  # noqa: S704  made here


def _side(inspectorate: Inspectorate, language: str) -> Side:
    with speaking(language):
        return Side(
            language,
            inspectorate.names[language]["name"],
            _("How was the inspection?"),
            _("Tell us, on your telephone or a computer. It takes a few minutes."),
            _("Hold your telephone's camera over the square, or type the address:"),
            _(
                "Taking part is voluntary, and answers are anonymous. Neither the square nor the"
                " address says who you are or which inspection it was."
            ),
        )
