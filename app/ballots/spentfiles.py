"""Which tickets were used, kept beside the database: a restored backup, which is older, learns it.

One file per open box: the fingerprints, sorted, without any time. It is written anew at every
mixing, and goes when its box closes.
"""

from pathlib import Path

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots.tables import Box, Spent
from app.lib.files import destroy, write_whole

_PREFIX = "spent-"
_SIZE = 32  # bytes of a fingerprint

Digests = dict[str, list[bytes]]  # by box, sorted


async def of_open_boxes(session: AsyncSession) -> Digests:
    is_open = col(Box.closed).is_(False)
    digests: Digests = {box_id: [] for box_id in await session.exec(select(Box.id).where(is_open))}
    spent = select(Spent.box_id, Spent.digest).where(col(Spent.box_id).in_(digests))
    for box_id, digest in await session.exec(spent.order_by(col(Spent.digest))):
        digests[box_id].append(digest)
    return digests


def write(folder: Path, digests: Digests) -> None:
    """Durable on return. Boxes that are not named have closed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for box_id, of_box in digests.items():
        write_whole(folder / (_PREFIX + box_id), b"".join(of_box), mode=0o600)
    for path in folder.glob(f"{_PREFIX}*"):
        if path.name.removeprefix(_PREFIX) not in digests:
            destroy(path)


def read(folder: Path) -> Digests:
    return {
        path.name.removeprefix(_PREFIX): _split(path.read_bytes())
        for path in sorted(folder.glob(f"{_PREFIX}*"))
    }


def _split(content: bytes) -> list[bytes]:
    return [content[start : start + _SIZE] for start in range(0, len(content), _SIZE)]
