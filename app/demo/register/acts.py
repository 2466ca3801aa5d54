"""Fictional acts of inspection, week by week."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from holidays import country_holidays

from app.demo.register import words
from app.demo.register.bodies import NO_EMAIL_REASONS, OUTCOMES, Body
from app.demo.register.firms import Firm, make_firms
from app.registry.fields import InspectionFields

WEEK = timedelta(days=7)
_WORKING_DAYS_OF_A_QUARTER = 62
_INSPECTORS_PER_PERCENT = 0.3
# One of the capital's inspectors begins to leave addresses out: the ministry's page finds them.
_LEAVES_OUT_FROM, _LEAVES_OUT = date(2026, 7, 1), 0.7


@dataclass(frozen=True)
class Period:
    """Days on which acts are signed, both included; and how much of the usual work is done."""

    first: date = date(2026, 1, 1)
    last: date = date(2026, 9, 30)
    share: float = 1.0


def make_acts(body: Body, period: Period) -> list[InspectionFields]:
    """In the order of their dates and numbers; the same in every run."""
    random = Random(f"register of {body.slug}")
    firms = make_firms(body, random)
    inspectors = _inspectors(body, random)
    days = sorted(_days(body, period, random))
    return [
        _act(body, f"{body.letters}-{number:05}", day, random.choice(firms), inspectors, random)
        for number, day in enumerate(days, start=1)
    ]


def chief_inspector(body: Body) -> str:
    """Somebody whose acts are in every register of this body: who signs in to the demo."""
    random = Random(f"register of {body.slug}")
    make_firms(body, random)
    return next(iter(_inspectors(body, random).values()))[0]


def _days(body: Body, period: Period, random: Random) -> Iterator[date]:
    holidays = country_holidays(body.country)
    usual = body.per_quarter * period.share / _WORKING_DAYS_OF_A_QUARTER
    day = period.first
    while day <= period.last:
        if holidays.is_working_day(day):
            yield from [day] * round(random.gauss(usual, usual / 5))
        day += timedelta(days=1)


def _inspectors(body: Body, random: Random) -> Mapping[str, list[str]]:
    """Region -> those who inspect there."""

    def name() -> str:
        surname = random.choice(words.SURNAMES[body.country])
        return f"{surname} {random.choice(words.INITIALS)} {random.choice(words.INITIALS)}"

    return {
        region: [name() for _ in range(1 + round(place.weight * _INSPECTORS_PER_PERCENT))]
        for region, place in body.places.items()
    }


def _act(
    body: Body,
    number: str,
    day: date,
    firm: Firm,
    inspectors: Mapping[str, list[str]],
    random: Random,
) -> InspectionFields:
    finished = day - timedelta(days=random.choice((0, 0, 0, 1, 2)))
    started = finished - timedelta(days=random.choice((0, 0, 0, 1, 1, 2, 5)))
    inspector = random.choice(inspectors[firm.region])
    leaves_out = inspector == _who_leaves_out(inspectors) and day >= _LEAVES_OUT_FROM
    email = None if leaves_out and random.random() < _LEAVES_OUT else firm.email
    return InspectionFields(
        act_year=day.year,
        act_number=number,
        act_date=day,
        started_on=started,
        finished_on=finished,
        kind=_chosen(body.kinds, random),
        region=firm.region,
        outcome=_chosen(OUTCOMES, random),
        tax_number=firm.tax_number,
        business_name=firm.name,
        email=email,
        no_email_reason=None if email else _chosen(NO_EMAIL_REASONS, random),
        language=firm.language,
        inspector=inspector,
    )


def _who_leaves_out(inspectors: Mapping[str, list[str]]) -> str:
    return next(iter(inspectors.values()))[-1]


def _chosen(weights: Mapping[str, float], random: Random) -> str:
    return random.choices(list(weights), list(weights.values()))[0]
