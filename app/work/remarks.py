"""The job that takes masked words out of remarks: only the worker has the batch files."""

from collections.abc import Sequence
from datetime import datetime

from app.ballots.masking import mask
from app.lib.turns import turn
from app.remarks import masking
from app.remarks.tables import Mask
from app.wiring import Wiring


async def take_words_out(wiring: Wiring, _now: datetime) -> int:
    """How many masks. Pages hide the words from the moment of confirming, before this runs.

    A kill leaves it to the next run. Nothing is mixed meanwhile: mixing writes the same files.
    """
    masks = await _confirmed(wiring)
    if not masks:
        return 0
    async with turn("mixing", wiring.ballots, wiring.keys):
        spans: dict[bytes, list[list[int]]] = {}
        for one in masks:
            spans.setdefault(one.remark_id, []).extend(one.spans)
        if not await mask(wiring.ballots, wiring.batch_folder, spans):
            return 0
    async with wiring.people.transaction() as session:
        for one in masks:
            (await session.get_one(Mask, one.id)).is_gone = True
    return len(masks)


async def _confirmed(wiring: Wiring) -> Sequence[Mask]:
    async with wiring.people.reading() as session:
        return await masking.confirmed(session)
