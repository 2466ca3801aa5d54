"""All inspectors of a quarter beside their colleagues, for every signal."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations.signals.counting import Counted, Inspector, count
from app.invitations.signals.judging import Compared, Judged, Share, judge
from app.invitations.signals.kinds import Signal
from app.lib.quarters import Quarter


@dataclass(frozen=True)
class Pointed:
    """Somebody who is to be asked about a signal."""

    inspector: Inspector
    signal: Signal
    judged: Judged


@dataclass(frozen=True)
class Watched:
    """`counted` has all acts, also those that name no inspector; `judged` only who has a name."""

    counted: Mapping[Inspector, Counted]
    judged: Mapping[Signal, Mapping[Inspector, Judged]]

    def pointed_out(self, inspectorate_id: UUID) -> Sequence[Pointed]:
        """By name, then by signal: never by how far somebody stands out."""
        return [
            Pointed(inspector, signal, self.judged[signal][inspector])
            for inspector in self.inspectors(inspectorate_id)
            for signal in Signal
            if self.judged[signal][inspector].is_to_check
        ]

    def inspectors(self, inspectorate_id: UUID) -> Sequence[Inspector]:
        """Those with a name, by it."""
        everybody = self.judged[Signal.NO_ADDRESS]
        return [one for one in everybody if one.inspectorate_id == inspectorate_id]

    def total(self, inspectorate_id: UUID) -> Counted:
        """Of all acts of an inspectorate."""
        of_it = [
            counts for one, counts in self.counted.items() if one.inspectorate_id == inspectorate_id
        ]
        return sum(of_it, Counted())


async def watch(session: AsyncSession, quarter: Quarter, names: Mapping[UUID, str]) -> Watched:
    """`names`: of the people who enter records, by id; only accounts knows them."""
    counted = await count(session, quarter, names)
    everybody = [one for one in counted if one.name]
    return Watched(counted, {signal: _judged(counted, everybody, signal) for signal in Signal})


def _judged(
    counted: Mapping[Inspector, Counted], everybody: Collection[Inspector], signal: Signal
) -> Mapping[Inspector, Judged]:
    """Beside acts of colleagues with a name: what nobody is named for is nobody's usual way."""
    totals: dict[UUID, Share] = {}
    for one in everybody:
        share = counted[one].share(signal)
        totals[one.inspectorate_id] = totals.get(one.inspectorate_id, Share(0, 0)) + share
    compared = [
        Compared(own := counted[one].share(signal), totals[one.inspectorate_id] - own)
        for one in everybody
    ]
    return dict(zip(everybody, judge(compared), strict=True))
