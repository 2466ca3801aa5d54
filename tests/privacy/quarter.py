"""A whole installation through its quarter: letters, answers on the web, mixings, backups; and all
that staff and other systems do meanwhile.

Everything that an attacker at rest could copy is looked at on the way.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from random import Random

import httpx
from sqlmodel import col, select

from app.backups import making
from app.ballots import mixing
from app.ballots.tables import Envelope
from app.invitations.tables import Invitation
from app.lib import clock
from app.mail import sentfiles
from app.questionnaires.definition import Questionnaire
from app.registry.tables import Inspection
from app.results.auditing.attacking import may_show
from app.work import answers, letters
from tests.installation import Installation
from tests.making.backups import sources
from tests.making.mail import parse, written
from tests.privacy.beside import Beside
from tests.privacy.invited import Invited
from tests.privacy.office import Office
from tests.privacy.watching import Watch

FIRST_DAY = date(2026, 7, 20)
MORNING = datetime(2026, 7, 20, 4, tzinfo=UTC)  # ten o'clock in Bishkek, a Monday
WEEKS = 10
REGIONS = ("KG-GB", "KG-C", "KG-O")
TURNOUT = 0.8
MIXINGS = 5  # a week
_CHANCE = Random()


Leak = Callable[[Invited], Awaitable[None]]


async def nothing(_one: Invited) -> None:
    pass


@dataclass
class Quarter:
    """One of an installation, lived through week by week."""

    geti: Installation
    browser: httpx.AsyncClient
    watch: Watch
    beside: Beside
    office: Office
    turnout: float = TURNOUT
    invited: list[Invited] = field(default_factory=list)
    time: int = 0
    leak: Leak = nothing  # what a saboteur does whenever somebody has answered

    async def begin(self) -> None:
        clock.step_to(MORNING)
        await self.office.open()

    async def week(self, number: int, people: int) -> None:
        """Acts are entered on a Monday, letters go out on Tuesday, answers come after."""
        day = FIRST_DAY + timedelta(weeks=number)
        clock.step_to(MORNING + timedelta(weeks=number))
        for region in REGIONS:
            await self.office.enter(day, people // len(REGIONS), region)
        clock.step_to(MORNING + timedelta(weeks=number, days=1))
        new = await self._write()
        self.invited += new
        await self.watch.see_people(new)
        waiting = [one for one in self.invited if one.time is None and not one.is_silent]
        _CHANCE.shuffle(waiting)
        for part in range(MIXINGS):
            clock.step_to(MORNING + timedelta(weeks=number, days=2, hours=3 * part))
            for one in waiting[part::MIXINGS]:
                await self._answer(one)
            if part % 2:
                await self.office.be_busy(clock.now().date())
            await self.mix()

    async def mix(self) -> None:
        wiring = self.geti.wiring
        self.beside.sample(await self._look("/health"), await self._look("/ready"))
        await self.watch.before_mixing(self.invited)
        shelf = (wiring.batch_folder, wiring.shelf, may_show)
        await mixing.mix(wiring.ballots, wiring.keys, *shelf, after=self.watch.after)
        await self.watch.after_mixing(self.invited)
        self.beside.sample(await self._look("/health"), await self._look("/ready"))

    async def back_up(self) -> None:
        wiring = self.geti.wiring
        made = await making.make(sources(wiring), self.geti.folder / "backups", clock.now())
        self.beside.backups.append(made)

    async def _write(self) -> list[Invited]:
        """Invitations, and the reminders of the week before; in the order of the relay's log."""
        wiring, taken = self.geti.wiring, self.geti.mailbox.envelopes
        before = len(taken)
        await answers.open_boxes(wiring, clock.now())
        await letters.invite(wiring, clock.now())
        await letters.remind(wiring, clock.now())
        await self.geti.deliver()
        await sentfiles.note(wiring.people, wiring.sent_folder, clock.now())
        known = {one.address for one in self.invited}
        new = []
        for envelope in taken[before:]:
            letter = parse(envelope.content)
            self.beside.relay(letter["Message-ID"], envelope.rcpt_tos[0])
            if letter["To"] not in known and letter["To"].startswith("owner-"):
                new.append(await self._invited(letter))
        return new

    async def _invited(self, letter: EmailMessage) -> Invited:
        wiring = self.geti.wiring
        link = re.search(r"(/s/([\w-]+\.[\w-]+))", written(letter))
        assert link
        mine = col(Inspection.email_print) == wiring.addresses.print(letter["To"])
        of_both = select(Inspection.id, Inspection.act_number, Invitation.letter_id).where(
            mine, col(Invitation.inspection_id) == col(Inspection.id)
        )
        async with wiring.people.reading() as session:
            inspection, act, sent = (await session.exec(of_both)).one()
        ticket = wiring.tickets.read(link[2])
        of_letter = (letter["To"], link[1], ticket, letter["Message-ID"])
        is_silent = _CHANCE.random() > self.turnout
        return Invited(*of_letter, inspection, act, sent, is_silent)

    async def _answer(self, one: Invited) -> None:
        self.time += 1
        one.time = self.time
        one.fill_in(self._questionnaire())
        before = await self._envelopes()
        self.browser.cookies.clear()
        posted = await self.browser.post(one.link, data={**one.closed, "improve": one.remark})
        assert posted.status_code == 303, posted.text
        thanks = await self.browser.get(posted.headers["location"])
        code = re.search(r'class="code">([^<]+)<', thanks.text)
        assert code
        one.code = code[1]
        (one.envelope,) = await self._envelopes() - before
        await self.leak(one)

    def _questionnaire(self) -> Questionnaire:
        return self.geti.wiring.shelf.latest("post-inspection")

    async def _envelopes(self) -> set[bytes]:
        async with self.geti.wiring.ballots.reading() as session:
            return set(await session.exec(select(col(Envelope.id))))

    async def _look(self, path: str) -> str:
        return (await self.browser.get(path)).text


async def live_through(quarter: Quarter, people: int) -> None:
    """`people` are invited, and four of five answer. Backups: after weeks three, six and the last;
    what stands after the box has closed is looked at by the caller.
    """
    await quarter.begin()
    for number in range(WEEKS):
        await quarter.week(number, people // WEEKS)
        if number in (2, 5, WEEKS - 1):
            await quarter.back_up()
