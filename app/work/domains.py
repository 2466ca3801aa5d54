"""The job that looks whether newly entered addresses can take a letter, before it goes out."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.turns import turn
from app.mail import domains as mail
from app.mail.domains import KEPT_FOR, Verdict
from app.registry import domains as registry
from app.registry.domains import Question
from app.registry.kinds import Flag
from app.wiring import Wiring

BATCH = 500  # addresses in a round
AT_ONCE = 20  # domains: a round in which nobody answers takes eight seconds
_FLAGS = {
    Verdict.TAKES: None,
    Verdict.TAKES_NONE: Flag.TAKES_NO_MAIL,
    Verdict.ABSENT: Flag.NO_SUCH_DOMAIN,
}


async def look_up(wiring: Wiring, now: datetime) -> int:
    """How many addresses were judged. What no name server would say is asked again in an hour."""
    resolver = wiring.resolver
    if resolver is None:
        return 0
    async with turn("domains", wiring.people, wiring.keys):
        async with wiring.people.reading() as session:
            questions = await registry.due(session, wiring.addresses, now, BATCH)
            names = {question.domain for question in questions}
            verdicts = await mail.known(session, names, now)
        new = sorted(names - verdicts.keys() - {""})[:AT_ONCE]
        found = await asyncio.gather(*(mail.look_up(resolver, name) for name in new))
        learned = dict(zip(new, found, strict=True))
        async with wiring.people.transaction() as session:
            await mail.keep(session, learned, now)
            return await _judge(session, questions, verdicts | learned, now)


async def _judge(
    session: AsyncSession,
    questions: Sequence[Question],
    verdicts: Mapping[str, Verdict],
    now: datetime,
) -> int:
    """Those whose domain has no verdict yet wait for the next round."""
    answers: dict[Question, Flag | None] = {}
    unknown = []
    for question in questions:
        # An address that is gone by now has no domain, and nothing to be said about it.
        verdict = verdicts.get(question.domain) if question.domain else Verdict.TAKES
        if verdict is Verdict.UNKNOWN:
            unknown.append(question)
        elif verdict:
            answers[question] = _FLAGS[verdict]
    await registry.answer(session, answers)
    await registry.put_off(session, unknown, now + KEPT_FOR[Verdict.UNKNOWN])
    return len(answers)
