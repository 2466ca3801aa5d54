"""Mixing: ten or more envelopes of a group are unsealed together, and their key is destroyed.

Each group, and each box that closes, is one transaction. A crash at any step loses and doubles
nothing: before the commit nothing has happened, after it everything has, and `_tidy_up`, which
mixing begins and ends with, does what remains.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots import (
    batchfiles,
    boxkeys,
    closing,
    moving,
    showing,
    spentfiles,
    unsealing,
    yearly,
)
from app.ballots.batches import Batch, put, shuffle_into_batch
from app.ballots.boxes import TO_BE_MIXED, EditionChanged, is_open
from app.ballots.forgetting import forget_order
from app.ballots.moving import MayShow
from app.ballots.tables import Box, Envelope
from app.ballots.unsealing import TOGETHER, Unsealed
from app.ballots.vacuuming import vacuum
from app.lib import clock
from app.lib.db import Database
from app.lib.keyfolder import KeyFolder
from app.lib.turns import turn
from app.questionnaires.definition import Questionnaire
from app.questionnaires.loading import Shelf

Find = Callable[[AsyncSession], Awaitable[Box]]
Unseal = Callable[[AsyncSession, KeyFolder, Box], Awaitable[Unsealed]]


@dataclass(frozen=True)
class Mixed:
    """What one transaction did. A box that closed may have merged groups, or mixed nothing."""

    box_id: str
    groups: tuple[int, ...]
    count: int  # answers
    broken: int  # envelopes that could not be unsealed, kept aside for a person to look at
    closed: bool


def _go_on(_step: str) -> None:
    pass


async def _box(session: AsyncSession, id_: str) -> Box:
    return await session.get_one(Box, id_)


async def mix(
    database: Database,
    keys: KeyFolder,
    batch_folder: Path,
    shelf: Shelf,
    may_show: MayShow,
    *,
    after: Callable[[str], None] = _go_on,
) -> list[Mixed]:
    """Close the boxes whose last day is over, mix every group in which ten wait, and settle what
    the quarters of a year left. What is shown moves as `may_show` lets it.

    Raises WrongKeyFolder, and Taken while another process mixes. `after` hears of each step.
    """
    mixer = _Mixer(database, keys, batch_folder, shelf, may_show, after)
    async with turn("mixing", database, keys):
        await mixer.tidy_up()
        mixed = [
            await mixer.unseal(partial(_box, id_=id_), closing.close_box)
            for id_ in await mixer.overdue()
        ]
        for id_, number in await mixer.ripe():
            group = partial(unsealing.unseal_group, number=number)
            mixed.append(await mixer.unseal(partial(_box, id_=id_), group))
        for series in await mixer.ended():
            year = partial(yearly.open_year, series=series)
            mixed.append(await mixer.unseal(year, yearly.unseal_year))
        await mixer.tidy_up()
        await mixer.tell_waiting()
        await mixer.keep_spent_beside()
    return mixed


@dataclass(frozen=True)
class _Mixer:
    database: Database
    keys: KeyFolder
    batch_folder: Path
    shelf: Shelf
    may_show: MayShow
    after: Callable[[str], None]

    async def overdue(self) -> list[str]:
        now = clock.now()
        async with self.database.reading() as session:
            boxes = await session.exec(select(Box).where(col(Box.closed).is_(False)))
            return [box.id for box in boxes if not is_open(box, now)]

    async def ripe(self) -> list[tuple[str, int]]:
        group = (col(Envelope.box_id), col(Envelope.group_number))
        ripe = select(*group).where(*TO_BE_MIXED).group_by(*group)
        async with self.database.reading() as session:
            return list(await session.exec(ripe.having(func.count() >= TOGETHER)))

    async def ended(self) -> list[yearly.Series]:
        async with self.database.reading() as session:
            return await yearly.ended(session, clock.now())

    async def unseal(self, find: Find, unseal_some: Unseal) -> Mixed:
        async with self.database.transaction() as session:
            await boxkeys.bind(session, self.keys)
            box = await find(session)
            unsealed = await unseal_some(session, self.keys, box)
            self.after("unsealed")
            batches = self._shuffle(box, unsealed)
            await self._lay_down(session, box, batches)
            await forget_order(session, box.id)
        self.after("committed")
        for batch in batches:
            batchfiles.keep(self.batch_folder, batch.id)
        self.after("kept")
        return Mixed(
            box_id=box.id,
            groups=tuple(batch.group.number for batch in batches),
            count=sum(len(batch.answers) for batch in batches),
            broken=unsealed.broken,
            closed=box.closed,
        )

    async def tell_waiting(self) -> None:
        async with self.database.transaction() as session:
            await showing.tell_waiting(session)

    async def keep_spent_beside(self) -> None:
        """For the day on which an older backup is restored."""
        async with self.database.reading() as session:
            digests = await spentfiles.of_open_boxes(session)
        spentfiles.write(self.batch_folder, digests)

    async def tidy_up(self) -> None:
        """What has to follow a commit, now or after a crash. Then keys that nothing names go."""
        async with self.database.transaction() as session:
            await boxkeys.renew_lost(session, self.keys)
            await batchfiles.settle(session, self.batch_folder)
            unused = await boxkeys.unused(session, self.keys)
        self.after("settled")
        if unused:
            await vacuum(self.database)
            self.after("vacuumed")
        for name in unused:
            self.keys.destroy(name)
        self.after("destroyed")

    def _shuffle(self, box: Box, unsealed: Unsealed) -> list[Batch]:
        questionnaire = self._edition(box)
        return [
            shuffle_into_batch(questionnaire, box, group, contents)
            for group, contents in unsealed.ripe
        ]

    def _edition(self, box: Box) -> Questionnaire:
        questionnaire = self.shelf.edition(box.questionnaire, box.edition)
        if questionnaire.hash != box.edition_hash:
            raise EditionChanged(
                f"surveys/{box.questionnaire}/{box.edition}.yaml was altered after it was used."
                " Put it back: its answers wait until then."
            )
        return questionnaire

    async def _lay_down(self, session: AsyncSession, box: Box, batches: Sequence[Batch]) -> None:
        for batch in batches:
            await put(session, batch)
        self.after("put")
        if batches:
            batches[-1].moves = await moving.move(session, box, self._edition(box), self.may_show)
        self.after("moved")
        for batch in batches:
            batchfiles.write_pending(self.batch_folder, batch)
        self.after("written")
