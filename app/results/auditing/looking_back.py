"""Everything that was ever shown of an inspectorate's quarters, audited as it stands."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots import moving
from app.ballots.tables import Box, Snapshot
from app.ballots.versions import Figures, Version
from app.lib.errors import RuleBroken
from app.questionnaires.definition import Question
from app.questionnaires.loading import Shelf
from app.results.auditing.attacking import attack
from app.results.auditing.hiding import Hidden


class Telling(RuleBroken):
    """What is shown, or was, tells what is hidden. Nothing of it may be released."""


@dataclass(frozen=True)
class Audited:
    """A question of a box."""

    period: str  # 2026-Q3, or 2026: what the quarters of a year left
    channel: str
    questionnaire: str
    edition: int
    question: str
    versions: int
    hidden: tuple[Hidden, ...]
    is_as_moved: bool  # pages show what the moves add up to, and nothing else

    @property
    def is_kept(self) -> bool:
        return self.is_as_moved and all(hidden.is_kept for hidden in self.hidden)


async def audit(
    session: AsyncSession, shelf: Shelf, inspectorate: str, periods: Iterable[str]
) -> list[Audited]:
    """By period, channel and questionnaire. Boxes share no answers: each is audited by itself, and
    the sums of a year follow from what is public of its quarters (docs/decisions/0009).
    """
    boxes = select(Box).where(
        col(Box.inspectorate) == inspectorate, col(Box.quarter).in_(list(periods))
    )
    order = (col(Box.quarter), col(Box.channel), col(Box.questionnaire), col(Box.edition))
    found: list[Audited] = []
    for box in await session.exec(boxes.order_by(*order)):
        questions = shelf.edition(box.questionnaire, box.edition).closed
        versions = await moving.history(session, box.id)
        shown = await _shown(session, box.id)
        for question in questions:
            of = versions.get(question.id, [])
            is_as_moved = shown.get(question.id, {}) == (of[-1].cells if of else {})
            found.append(await _audited(box, question, of, is_as_moved=is_as_moved))
    return found


async def require_kept(
    session: AsyncSession, shelf: Shelf, inspectorate: str, periods: Iterable[str]
) -> None:
    """Telling, if anything hidden of these follows from anything that was shown."""
    audited = await audit(session, shelf, inspectorate, periods)
    broken = sorted({f"{one.period} {one.question}" for one in audited if not one.is_kept})
    if broken:
        raise Telling(
            f"What is shown tells what is hidden: {', '.join(broken)}."
            f" `pikir disclosure {inspectorate} {broken[0][:4]}` says more."
        )


async def _audited(
    box: Box, question: Question, versions: Sequence[Version], *, is_as_moved: bool
) -> Audited:
    hidden = await asyncio.to_thread(lambda: tuple(attack(question, versions)))
    return Audited(
        box.quarter,
        box.channel,
        box.questionnaire,
        box.edition,
        question.id,
        len(versions),
        hidden,
        is_as_moved,
    )


async def _shown(session: AsyncSession, box_id: str) -> dict[str, dict[str, Figures]]:
    """Question -> cell -> figures, as pages read them."""
    shown: dict[str, dict[str, Figures]] = {}
    for one in await session.exec(select(Snapshot).where(col(Snapshot.box_id) == box_id)):
        shown.setdefault(one.question, {})[one.cell] = Figures(one.base, one.counts)
    return shown
