"""Somebody who was asked, what they answer, and every trace of them that was found."""

import hmac
import secrets
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from app.ballots.tickets import Ticket
from app.questionnaires.definition import Questionnaire
from tests.privacy.marked import HIGHEST_MARK

_CHANCE = Random()
# What the register knows of an inspection's length, as the question asks for it.
DURATIONS = ("lt2h", "h2_4", "to1d", "d2_5", "gt5d")


@dataclass(eq=False)
class Invited:
    """The mark and the remark are unlike anybody else's, so that their owner is known."""

    address: str
    link: str
    ticket: Ticket
    message_id: str
    inspection: UUID
    act: str  # its number
    letter: UUID
    is_silent: bool
    days: int = field(default_factory=lambda: _CHANCE.choices(range(5), (5, 5, 4, 2, 1))[0])
    mark: int = field(default_factory=lambda: _CHANCE.randrange(HIGHEST_MARK))
    time: int | None = None
    closed: dict[str, str] = field(default_factory=dict)
    remark: str = ""
    code: str = ""
    envelope: bytes = b""
    traces: dict[str, object] = field(default_factory=dict)  # as a ticket

    def fill_in(self, questionnaire: Questionnaire) -> None:
        for question in questionnaire.closed:
            if question.options:
                self.closed[question.id] = _CHANCE.choice(question.options).value
        self.closed |= {"duration": DURATIONS[self.days], "mark": str(self.mark)}
        self.remark = secrets.token_hex(_CHANCE.randint(12, 60))

    def digest(self, pepper: bytes) -> bytes:
        return hmac.digest(pepper, self.ticket.random, "sha256")
