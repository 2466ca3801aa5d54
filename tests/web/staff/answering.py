"""Answers of a quarter, cast through tickets and mixed."""

import secrets
from collections.abc import Sequence

from app.ballots.boxes import WHOLE, BoxName, Channel, Part, open_box
from app.ballots.content import Content
from app.ballots.tickets import Ticket
from app.lib import clock
from app.lib.quarters import Quarter
from app.questionnaires.answers import Closed
from app.registry.countries import zone
from app.registry.tables import Inspectorate
from app.wiring import Wiring
from tests.making.ballots import casting, mix

Q3 = Quarter(2026, 3)


async def make_box(
    wiring: Wiring,
    inspectorate: Inspectorate,
    quarter: Quarter = Q3,
    channel: Channel = "invited",
    groups: int = 1,
    parts: Sequence[Part] = (),
) -> str:
    """Of the usual questionnaire, with so many parts or with these. Its id."""
    questionnaire = wiring.shelf.edition("post-inspection", 1)
    name = BoxName(inspectorate.slug, quarter, questionnaire.name, questionnaire.edition, channel)
    async with wiring.ballots.transaction() as session:
        return await open_box(
            session,
            wiring.keys,
            name,
            edition_hash=questionnaire.hash,
            closes_on=quarter.closes_on,
            zone=zone(inspectorate.country),
            parts=[Part(WHOLE)]
            if channel == "open"
            else parts or [Part(number + 1) for number in range(groups)],
        )


async def answer(
    wiring: Wiring,
    box_id: str,
    answers: Sequence[dict[str, Closed]],
    remarks: Sequence[str] = (),
    part: int = 1,
) -> None:
    """One person each; the first of them add `remarks`."""
    async with casting(wiring.ballots) as slots:
        for number, closed in enumerate(answers):
            texts = {"improve": remarks[number]} if number < len(remarks) else {}
            ticket = Ticket(secrets.token_bytes(16), box_id, part)
            content = Content(closed, texts, secrets.token_hex(8))
            await slots.cast(ticket, content, clock.now())


async def mix_all(wiring: Wiring) -> None:
    await mix(wiring.ballots, wiring.keys, wiring.batch_folder, wiring.shelf)
