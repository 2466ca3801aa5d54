"""Words that identify a remark's author: one person proposes to mask them, another one decides."""

import re
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.errors import AlreadyDone, Invalid, NotAllowed, NotFound, RuleBroken
from app.lib.i18n import gettext as _
from app.remarks.folding import folded, folded_with_places
from app.remarks.place import By, Place, take_turn
from app.remarks.tables import Mask, MaskState

Spans = Sequence[Sequence[int]]  # [from, to) in characters


class OwnProposal(RuleBroken):
    """Nobody confirms what they have proposed."""


class AlreadyProposed(RuleBroken):
    """Words of this remark wait for a second person."""


def find(text: str, marked: str) -> list[list[int]]:
    """Where the words stand, wherever they do and however they are written (folding.py): a line
    for each passage, with blanks and line ends as it likes. Invalid if one is not there.
    """
    passages = [line for line in marked.splitlines() if folded(line).strip()]
    if not passages:
        raise Invalid({"marked": _("Copy here the words that are to be masked.")})
    searched, places = folded_with_places(text)
    spans: list[list[int]] = []
    for passage in passages:
        words = r"\s+".join(re.escape(word) for word in folded(passage).split())
        # Looking ahead takes no signs away: "aa" stands twice in "aaa".
        found = [match.span(1) for match in re.finditer(f"(?=({words}))", searched)]
        if not found:
            fault = _("“%(words)s” does not stand in the remark.", words=passage.strip())
            raise Invalid({"marked": fault})
        spans += [[places[start], _end(text, places[end - 1])] for start, end in found]
    return joined(spans)


def _end(text: str, last: int) -> int:
    """Behind the character at `last`, and the accents and unseen signs that belong to it."""
    end = last + 1
    while end < len(text) and not folded(text[end]):
        end += 1
    return end


def joined(spans: Spans) -> list[list[int]]:
    """Ascending; those that touch or overlap are one."""
    whole: list[list[int]] = []
    for start, end in sorted((start, end) for start, end in spans):
        if whole and start <= whole[-1][1]:
            whole[-1][1] = max(whole[-1][1], end)
        else:
            whole.append([start, end])
    return whole


async def propose(
    session: AsyncSession, place: Place, remark_id: bytes, spans: Spans, by: By
) -> Mask:
    """AlreadyProposed while another proposal about the remark waits."""
    await take_turn(session, place.inspectorate_id)
    waiting = select(Mask.id).filter_by(remark_id=remark_id, state=MaskState.PROPOSED)
    if (await session.exec(waiting)).first():
        raise AlreadyProposed
    mask = Mask(
        remark_id=remark_id,
        spans=joined(spans),
        proposed_by=by.person_id,
        proposed_on=by.on,
        **place.columns,
    )
    session.add(mask)
    await session.flush()
    return mask


async def settle(session: AsyncSession, mask: Mask, verdict: str, by: By) -> None:
    """`verdict`: confirmed or refused by another person, taken_back by the one who proposed.

    Raises OwnProposal, NotAllowed, and AlreadyDone if somebody was quicker.
    """
    await take_turn(session, mask.inspectorate_id)
    await session.refresh(mask)
    if mask.state != MaskState.PROPOSED:
        raise AlreadyDone
    is_own = mask.proposed_by == by.person_id
    match verdict:
        case MaskState.CONFIRMED | MaskState.REFUSED if is_own:
            raise OwnProposal
        case MaskState.TAKEN_BACK if not is_own:
            raise NotAllowed
        case MaskState.CONFIRMED | MaskState.REFUSED | MaskState.TAKEN_BACK:
            mask.state, mask.settled_by, mask.settled_on = verdict, by.person_id, by.on
        case _:
            raise NotFound


async def mask_of(session: AsyncSession, inspectorate_ids: Collection[UUID], mask_id: UUID) -> Mask:
    """NotAllowed if it is of none of these, as if there were none."""
    mask = await session.get(Mask, mask_id)
    if mask is None or mask.inspectorate_id not in inspectorate_ids:
        raise NotAllowed
    return mask


async def proposed(session: AsyncSession, inspectorate_ids: Collection[UUID]) -> list[Mask]:
    """Those that wait for a second person, by the day they were proposed."""
    waiting = select(Mask).where(
        col(Mask.state) == MaskState.PROPOSED, col(Mask.inspectorate_id).in_(inspectorate_ids)
    )
    return list(await session.exec(waiting.order_by(col(Mask.proposed_on), col(Mask.id))))


async def confirmed(session: AsyncSession) -> list[Mask]:
    """Those whose words still stand in the database of answers."""
    return list(
        await session.exec(select(Mask).filter_by(state=MaskState.CONFIRMED, is_gone=False))
    )
