"""What the calls of a list say together, and how far it holds for all acts of the quarter."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.invitations.calls.drawing import SURE
from app.invitations.calls.hearing import Address, Heard
from app.invitations.calls.tables import Call, CallList
from app.lib import binomial
from app.registry.tables import Business, Inspection

_WRONG = (Address.WRONG, Address.LEFT_OUT)
_HALVINGS = 40  # of the interval from 0 to 1: more digits than anybody reads


@dataclass(frozen=True)
class Called:
    call: Call
    inspection: Inspection
    business: Business


@dataclass(frozen=True)
class Tally:
    calls: int
    heard: int  # made, whatever came of it
    not_reached: int
    refused: int
    settled: int  # that say whether the record is right
    never_inspected: int
    wrong: int  # another address, or one although they gave none
    left_out: int

    @property
    def against(self) -> int:
        """Not as on record."""
        return self.never_inspected + self.wrong + self.left_out

    @property
    def at_most(self) -> float:
        """Of all acts of the quarter, the share that is not as on record, with 95 % certainty."""
        return highest(self.against, self.settled)

    @property
    def at_least(self) -> float:
        """The same from below."""
        return 1 - highest(self.settled - self.against, self.settled)


async def called(session: AsyncSession, drawn: CallList) -> Sequence[Called]:
    """In the order in which they were drawn."""
    found = await session.exec(
        select(Call, Inspection, Business)
        .join(Inspection, col(Inspection.id) == col(Call.inspection_id))
        .join(Business, col(Business.id) == col(Inspection.business_id))
        .where(Call.list_id == drawn.id)
        .order_by(col(Call.number))
    )
    return [Called(*row) for row in found]


def tally(calls: Iterable[Call]) -> Tally:
    every = list(calls)
    heard = Counter(one.heard for one in every)
    address = Counter(one.address for one in every)
    never = heard[Heard.NEVER_INSPECTED]
    return Tally(
        calls=len(every),
        heard=len(every) - heard[None],
        not_reached=heard[Heard.NOT_REACHED],
        refused=heard[Heard.REFUSED],
        settled=never + address[Address.RIGHT] + sum(address[one] for one in _WRONG),
        never_inspected=never,
        wrong=address[Address.WRONG],
        left_out=address[Address.LEFT_OUT],
    )


def highest(k: int, n: int) -> float:
    """The largest share with which `k` or fewer of `n` still come once in twenty times.

    Clopper and Pearson (1934), "The use of confidence or fiducial limits", Biometrika 26: the
    one-sided bound, exact, and cautious because the acts are drawn without putting them back.
    """
    if k >= n:
        return 1.0
    low, high = k / n, 1.0
    for _halving in range(_HALVINGS):
        middle = (low + high) / 2
        if binomial.at_most(k, n, middle) > 1 - SURE:
            low = middle
        else:
            high = middle
    return high
