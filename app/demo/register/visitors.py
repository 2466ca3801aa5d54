"""Acts about which nobody answers: their letters wait for whoever tries the demo."""

from datetime import date
from random import Random

from app.demo.register.bodies import CONSUMER, GETI, Body
from app.demo.register.firms import tax_number
from app.registry.fields import InspectionFields

DOMAIN = "visitor.example"
PER_LANGUAGE = 3  # so that one can try again, or show it to a colleague
# Language -> the body that inspected, where.
VISITS = {
    "ky": (GETI, "KG-GB"),
    "kk": (CONSUMER, "KZ-75"),
    "ru": (GETI, "KG-GB"),
    "en": (GETI, "KG-GB"),
}
_NAMES = {
    "ky": "ОсОО «Сиздин ишкана»",
    "kk": "ЖШС «Сіздің кәсіпорын»",
    "ru": "ОсОО «Ваше предприятие»",
    "en": "OsOO “Your Business”",
}


def address(language: str, number: int) -> str:
    return f"{language}{number}@{DOMAIN}"


def visitors_acts(body: Body, day: date) -> list[InspectionFields]:
    """Signed on `day`, in each of the languages that the body is tried in."""
    random = Random(f"visitors of {body.slug}")
    tried = [language for language, (inspecting, _region) in VISITS.items() if inspecting is body]
    return [
        _act(body, language, number, day, random)
        for language in tried
        for number in range(1, PER_LANGUAGE + 1)
    ]


def _act(body: Body, language: str, number: int, day: date, random: Random) -> InspectionFields:
    return InspectionFields(
        act_year=day.year,
        act_number=f"{body.letters}-{language.upper()}-{number}",
        act_date=day,
        started_on=day,
        finished_on=day,
        kind="scheduled",
        region=VISITS[language][1],
        outcome="no_violation",
        tax_number=tax_number(body.country, is_trader=False, random=random),
        business_name=f"{_NAMES[language]} {number}",
        email=address(language, number),
        language=language,
        inspector="",
    )
