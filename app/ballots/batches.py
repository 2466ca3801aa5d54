"""A batch: the mixed answers of one group, on their way into the database and into a file.

Every question is mixed by itself. Register, inspector and inspected know how long an inspection
took, or which papers were shown: an answer to such a question would lead to all the others, if it
still stood beside those that it came with.
"""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypeVar

from sqlalchemy import insert, text, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from app.ballots import tables, tallying
from app.ballots.content import Content
from app.ballots.tables import Answer, Box, Group, Move, Remark
from app.questionnaires.answers import Closed
from app.questionnaires.definition import Questionnaire

T = TypeVar("T")

_CHANCE = secrets.SystemRandom()
# Two answers with one code (a page sent twice through two tickets) are no reason to stop a batch.
_LIST_CODE = text(
    "INSERT INTO ballots_counting_code (box_id, hash) VALUES (:box_id, :hash)"
    " ON CONFLICT DO NOTHING"
)


@dataclass
class Batch:
    id: str
    box: Box
    group: Group
    answers: dict[bytes, dict[str, Closed]]  # by random id; each made of several people's
    remarks: dict[bytes, tuple[str, str]]  # random id -> (question, text)
    codes: list[str]  # SHA-256 of counting codes
    counts: tallying.Counts
    moves: list[Move] = field(default_factory=list)  # of what is shown, because of it


def shuffle_into_batch(
    questionnaire: Questionnaire, box: Box, group: Group, contents: Sequence[Content]
) -> Batch:
    """What came in one envelope stands in as many unconnected places after this."""
    answers = [content.closed for content in contents]
    return Batch(
        id=secrets.token_hex(16),
        box=box,
        group=group,
        answers=_shuffled(deal(answers)),
        remarks=_shuffled(remark for content in contents for remark in content.texts.items()),
        codes=sorted({sha256(content.code.encode()).hexdigest() for content in contents}),
        counts=tallying.count(questionnaire, answers),
    )


def deal(answers: Sequence[Mapping[str, Closed]]) -> list[dict[str, Closed]]:
    """As many answers, in which nothing belongs together: each question's are dealt anew.

    So is what was skipped: else it would tell what decided whether a question was asked.
    """
    dealt: list[dict[str, Closed]] = [{} for _ in answers]
    # Sorted, so that equal answers are equal bytes wherever they are kept.
    for question in sorted({question for closed in answers for question in closed}):
        given = [closed[question] for closed in answers if question in closed]
        for row, value in zip(_CHANCE.sample(dealt, len(given)), given, strict=True):
            row[question] = value
    return dealt


async def put(session: AsyncSession, batch: Batch) -> None:
    """All but the moves."""
    of = {"box_id": batch.box.id}
    connection = await session.connection()
    await connection.execute(insert(tables.Batch), {"id": batch.id})
    await connection.execute(
        insert(Answer),
        [
            {**of, "id": id_, "group_number": batch.group.number, "closed": closed}
            for id_, closed in batch.answers.items()
        ],
    )
    if batch.remarks:
        await connection.execute(
            insert(Remark),
            [
                {**of, "id": id_, "question": question, "text": words}
                for id_, (question, words) in batch.remarks.items()
            ],
        )
        of_box = update(Box).where(col(Box.id) == batch.box.id)
        await connection.execute(of_box.values(remarks=col(Box.remarks) + len(batch.remarks)))
    await connection.execute(_LIST_CODE, [{**of, "hash": code} for code in batch.codes])
    await tallying.add(session, batch.box.id, batch.group.number, batch.counts)


def _shuffled(things: Iterable[T]) -> dict[bytes, T]:
    """Under fresh random ids and in their order, which is as good a shuffle as any."""
    under_ids = {secrets.token_bytes(16): thing for thing in things}
    return dict(sorted(under_ids.items()))
