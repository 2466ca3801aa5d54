"""Remarks with what has been made of them: a quarter's in an order that says nothing, or one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots import showing
from app.ballots.masking import barred
from app.remarks.masking import Spans
from app.remarks.place import Place
from app.remarks.tables import Decision, Mask, MaskState, ThemeOfRemark
from app.remarks.themes import THEMES

OPEN = "open"  # the state of a remark on which nobody has decided

Look = Literal["", "masked", "proposed"]


@dataclass(frozen=True)
class Piece:
    text: str
    look: Look


@dataclass(frozen=True)
class Remark:
    """`text` has bars where words are masked, also before they are gone from the database."""

    id: bytes
    questionnaire: str
    question: str
    text: str
    pieces: Sequence[Piece]
    themes: Sequence[str]
    decision: Decision | None

    @property
    def key(self) -> str:
        """In addresses."""
        return self.id.hex()

    @property
    def state(self) -> str:
        return self.decision.kind if self.decision else OPEN

    @property
    def has_proposal(self) -> bool:
        """Some of its words wait for a second person."""
        return any(piece.look == "proposed" for piece in self.pieces)


async def remarks_of(people: AsyncSession, ballots: AsyncSession, place: Place) -> list[Remark]:
    """By their texts: not when, nor with which answers, they came. Four statements."""
    said = await showing.remarks(ballots, place.slug, place.quarter)
    remarks = await _made_of(people, said, place.columns)
    return sorted(remarks, key=lambda one: (one.text.casefold(), one.id))


async def remark_of(
    people: AsyncSession, ballots: AsyncSession, place: Place, remark_id: bytes
) -> Remark | None:
    """None if it is none of this place's. The others are not read."""
    said = await showing.remark(ballots, place.slug, place.quarter, remark_id)
    if said is None:
        return None
    [remark] = await _made_of(people, [said], {"remark_id": remark_id})
    return remark


async def _made_of(
    people: AsyncSession, every: Iterable[showing.Said], which: Mapping[str, object]
) -> list[Remark]:
    """With themes, masks and decisions; `which` of them, by their columns."""
    decisions = await people.exec(select(Decision).filter_by(**which, counts=True))
    decided = {one.remark_id: one for one in decisions}
    themes: dict[bytes, set[str]] = defaultdict(set)
    for row in await people.exec(select(ThemeOfRemark).filter_by(**which)):
        themes[row.remark_id].add(row.theme)
    masks: dict[bytes, list[Mask]] = defaultdict(list)
    states = (MaskState.PROPOSED, MaskState.CONFIRMED)
    of_these = select(Mask).filter_by(**which).where(col(Mask.state).in_(states))
    for mask in await people.exec(of_these):
        masks[mask.remark_id].append(mask)
    return [_remark(one, masks[one.id], themes[one.id], decided.get(one.id)) for one in every]


async def history(session: AsyncSession, remark: Remark) -> list[Decision]:
    """All decisions on it, the last one first."""
    every = select(Decision).where(col(Decision.remark_id) == remark.id)
    return list(await session.exec(every.order_by(col(Decision.number).desc())))


def _remark(
    said: showing.Said, masks: Sequence[Mask], themes: set[str], decision: Decision | None
) -> Remark:
    text, pieces = said.text, [Piece(said.text, "")]
    if masks:  # of few: going through the letters of all others would take most of the time
        hidden = _spans(masks, MaskState.CONFIRMED)
        text = barred(said.text, hidden)
        pieces = _pieces(text, hidden, _spans(masks, MaskState.PROPOSED))
    return Remark(
        said.id,
        said.questionnaire,
        said.question,
        text,
        pieces,
        [theme for theme in THEMES if theme in themes],
        decision,
    )


def _spans(masks: Sequence[Mask], state: MaskState) -> Spans:
    return [span for mask in masks if mask.state == state for span in mask.spans]


def _pieces(text: str, masked: Spans, proposed: Spans) -> list[Piece]:
    looks: list[Look] = [""] * len(text)
    for start, end in proposed:
        looks[start:end] = ["proposed"] * (end - start)
    for start, end in masked:
        looks[start:end] = ["masked"] * (end - start)
    runs = groupby(zip(text, looks, strict=True), key=lambda pair: pair[1])
    return [Piece("".join(character for character, _ in run), look) for look, run in runs]
