"""What was shown of a question, step by step, whether or not it should have been."""

from collections.abc import Sequence

from app.ballots import moving
from app.ballots.boxes import Part
from app.ballots.pooling import Pool
from app.ballots.tables import Move
from app.lib.db import Database

# Three regions are shown. Then a fourth comes, almost unanimous, and hides another one with it; but
# what the other three had been is known, so the whole tells what the fourth one said.
PARTS = tuple(Part(number, (f"KG-{code}",)) for number, code in enumerate("BCJN", start=1))


def make_pool(group: int, positive: int, others: int, *, good: str = "4", bad: str = "2") -> Pool:
    return Pool((group,), {"*": positive + others, good: positive, bad: others})


BEFORE = (make_pool(1, 30, 20), make_pool(2, 25, 20), make_pool(3, 20, 10))
TELLING = (make_pool(4, 39, 1),)


def make_moves(
    *steps: Sequence[Pool], box_id: str = "", question: str = "", breadth: str = "kinds"
) -> list[Move]:
    """One after the other."""
    made, base = [], 0
    for pools in steps:
        base += sum(pool.counts["*"] for pool in pools)
        rows = [{"groups": list(pool.groups), "counts": dict(pool.counts)} for pool in pools]
        made.append(Move(box_id=box_id, question=question, base=base, breadth=breadth, pools=rows))
    return made


async def show(
    ballots: Database, box_id: str, *steps: Sequence[Pool], question: str = "courtesy"
) -> None:
    """Past the audit."""
    async with ballots.transaction() as session:
        await moving.put_back(session, make_moves(*steps, box_id=box_id, question=question))
