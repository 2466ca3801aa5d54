"""Entrepreneurs read their letters, follow the link and answer, or not: over real HTTP."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from http.cookiejar import CookieJar, DefaultCookiePolicy
from random import Random

import httpx

from app.demo.mailbox import Received
from app.demo.people.forms import read_form
from app.demo.people.opinions import View, fill
from app.demo.register.firms import SCANNED_DOMAIN
from app.demo.register.visitors import DOMAIN as VISITORS
from app.demo.staff import accounts
from app.registry.fields import InspectionFields

_LINK = re.compile(r"https?://\S+/s/[A-Za-z0-9_.-]+(?:\?lang=[a-z]{2})?")
_STAFF = {account.email for account in accounts()}
_ACT = re.compile(r"\b(?:GT|KP)-[0-9]{5}\b")


class Habit(Enum):
    """What somebody does with such letters; the shares are out of a hundred."""

    ANSWERS = 26
    ANSWERS_THE_REMINDER = 11
    LOOKS = 8
    IGNORES = 55


class Manner(Enum):
    """How somebody answers."""

    PLAIN = auto()
    TWICE = auto()  # and is told that it is done already
    EMPTY_FIRST = auto()  # presses the button before filling anything in
    OTHER_LANGUAGE = auto()  # changes the page's language half-way


@dataclass(frozen=True)
class Intention:
    """To open a link on a day, and what for."""

    day: date
    link: str
    act: InspectionFields
    habit: Habit
    random: Random


class Entrepreneurs:
    """All of them. `acts` is what each remembers of the own inspection, by the act's number."""

    def __init__(
        self, client: httpx.AsyncClient, acts: Mapping[str, InspectionFields], eagerness: float
    ) -> None:
        self._client = client
        self._acts = acts
        self._eagerness = eagerness
        self._known_links: set[str] = set()
        self.happened: Counter[str] = Counter()

    async def receive(self, letter: Received, today: date) -> Intention | None:
        """Reads a letter that has just come; what its reader means to do about it."""
        domain = letter.recipient.rpartition("@")[2]
        if domain == VISITORS or letter.recipient in _STAFF:
            return None
        habit, random = self._character(letter.recipient)
        if habit is Habit.IGNORES and domain != SCANNED_DOMAIN:
            return None
        text = letter.part("plain")
        link, number = _LINK.search(text), _ACT.search(text)
        if link is None or number is None:
            raise LookupError(f"Letter {letter.id} has no link, or names no act")
        if domain == SCANNED_DOMAIN:
            await self._look(link[0])
        is_reminder = link[0] in self._known_links
        self._known_links.add(link[0])
        if is_reminder is not (habit is Habit.ANSWERS_THE_REMINDER):
            return None
        day = today + timedelta(days=random.choice((0, 0, 0, 1, 1, 2, 3, 5)))
        return Intention(day, link[0], self._acts[number[0]], habit, random)

    async def act(self, intention: Intention) -> None:
        page = await self._look(intention.link)
        if intention.habit is Habit.LOOKS or page.status_code != httpx.codes.OK:
            return
        view = View(intention.act, intention.random)
        language = intention.act.language or "ru"
        manner = intention.random.choices(list(Manner), (86, 4, 7, 3))[0]
        entries = fill(read_form(page.text), view, language)
        if manner is Manner.EMPTY_FIRST:
            await self._send(intention.link, dict(read_form(page.text).hidden))
        if manner is Manner.OTHER_LANGUAGE:
            await self._send(intention.link, entries | {"lang": "ru"})
        await self._send(intention.link, entries)
        if manner is Manner.TWICE:
            await self._send(intention.link, entries)

    def _character(self, recipient: str) -> tuple[Habit, Random]:
        """The same for every letter to an address."""
        random = Random(f"character of {recipient}")
        shares = [
            habit.value * (self._eagerness if habit is Habit.ANSWERS else 1) for habit in Habit
        ]
        return random.choices(list(Habit), shares)[0], random

    async def _look(self, link: str) -> httpx.Response:
        reply = await self._client.get(link)
        self.happened[f"GET {reply.status_code}"] += 1
        return reply

    async def _send(self, link: str, entries: Mapping[str, str | list[str]]) -> None:
        reply = await self._client.post(link, data=dict(entries))
        self.happened[f"POST {reply.status_code}"] += 1


def browser(base_url: str) -> httpx.AsyncClient:
    """Shared by all, so it keeps no cookies: everybody has a browser of their own."""
    return httpx.AsyncClient(
        base_url=base_url,
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        headers={"Accept-Language": "ru"},
        timeout=30,
        # Well before the server hangs up on idle lines, after five: else both do it at once.
        limits=httpx.Limits(keepalive_expiry=1),
    )
