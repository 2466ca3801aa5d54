"""Fictional firms with valid tax numbers; some share an address, some mistype theirs."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from app.demo.register import words
from app.demo.register.bodies import Body
from app.registry.countries import check_digit

MAIL_DOMAINS = ("mail.example", "post.example", "nomad.example", "shuttle.example")
# Nobody answers at a domain that is misspelt: the mail server refuses the letter for good.
MISSPELT_DOMAIN = "maill.example"
# Takes a letter only at the second attempt, as careful servers do with senders they do not know.
CAREFUL_DOMAIN = "careful.example"
# Looks at every link of every letter before it hands the letter out.
SCANNED_DOMAIN = "scanned.example"
# A mailbox that has been closed: refused for good.
CLOSED = "closed."


@dataclass(frozen=True)
class Firm:
    name: str
    tax_number: str
    region: str
    language: str
    email: str | None


def make_firms(body: Body, random: Random) -> list[Firm]:
    """In all regions where the body inspects, each as often as it is inspected there."""
    regions = random.choices(
        list(body.places), [place.weight for place in body.places.values()], k=body.firms
    )
    addresses: list[str] = []
    return [_firm(body, region, addresses, random) for region in regions]


def _firm(body: Body, region: str, addresses: list[str], random: Random) -> Firm:
    place = body.places[region]
    language = "ru" if random.random() < place.russian else body.language
    is_trader = random.random() < 0.45
    name = _trader(body, language, random) if is_trader else _company(body, random)
    email = None
    if random.random() < place.with_email:
        email = _address(body, name, addresses, random)
        addresses.append(email)
    return Firm(name, tax_number(body.country, is_trader, random), region, language, email)


def _trader(body: Body, language: str, random: Random) -> str:
    surname = random.choice(words.SURNAMES[body.country])
    if random.random() < 0.4:
        surname += "а"
    return f"{words.TRADER[language]} {surname} {random.choice(words.INITIALS)}"


def _company(body: Body, random: Random) -> str:
    country = body.country
    parts = (words.COLOURS[country], words.THINGS[country], words.TRADES[country])
    name = " ".join(filter(None, map(random.choice, parts)))
    return f"{random.choice(words.FORMS[country])} «{name}»"


def _address(body: Body, name: str, addresses: list[str], random: Random) -> str:
    chance = random.random()
    if addresses and chance < 0.012:
        return random.choice(addresses)  # two firms, one accountant
    local = f"{words.latin(name.split(' ', 1)[1])}{len(addresses) + 1}"
    if chance < 0.022:
        return f"{local}@{MISSPELT_DOMAIN}"
    if chance < 0.030:
        return f"{CLOSED}{local}@{random.choice(MAIL_DOMAINS)}"
    if chance < 0.034:
        return f"{local}@{body.domain}"  # somebody of the inspectorate's own staff
    if chance < 0.060:
        return f"{local}@{CAREFUL_DOMAIN}"
    if chance < 0.090:
        return f"{local}@{SCANNED_DOMAIN}"
    if chance < 0.300 and "«" in name:
        return f"info@{local}.example"
    return f"{local}@{random.choice(MAIL_DOMAINS)}"


def tax_number(country: str, is_trader: bool, random: Random) -> str:
    day = date(1961, 1, 1) + timedelta(days=random.randrange(14_000))
    if country == "KG":
        kind = random.choice("12") if is_trader else "0"
        return f"{kind}{day:%d%m%Y}{random.randrange(100_000):05}"
    while True:
        head = _iin(day, random) if is_trader else _bin(random)
        digit = check_digit(head)
        if digit is not None:  # some heads are never issued
            return head + digit


def _iin(day: date, random: Random) -> str:
    """Birthday, century and sex, a running number."""
    return f"{day:%y%m%d}{random.choice('34')}{random.randrange(10_000):04}"


def _bin(random: Random) -> str:
    """Year and month of registration, kind of entity, its part, a running number."""
    month = f"{random.randrange(25):02}{random.randrange(1, 13):02}"
    return f"{month}{random.choice('45')}{random.choice('01')}{random.randrange(100_000):05}"
