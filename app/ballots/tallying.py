"""What a mixed answer counts as."""

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from app.questionnaires.answers import Closed
from app.questionnaires.definition import Questionnaire
from app.questionnaires.validating import count_of, is_asked

ANSWERS = ""  # the question that counts the answers themselves
ANSWERED = "*"  # the option that counts everybody who answered a question
UNANSWERED = ""  # the option that counts those who were asked and did not

Counts = Counter[tuple[str, str]]  # (question, option) -> how many

_ADD = text(
    "INSERT INTO ballots_tally (box_id, group_number, question, option, count)"
    " VALUES (:box_id, :group_number, :question, :option, :count)"
    " ON CONFLICT (box_id, group_number, question, option)"
    " DO UPDATE SET count = ballots_tally.count + excluded.count"
)


def count(questionnaire: Questionnaire, answers: Iterable[Mapping[str, Closed]]) -> Counts:
    """As they were given: once mixed, they no longer tell who was asked what.

    A question that somebody was not asked, because of its ask_if, does not count them at all.
    """
    counts: Counts = Counter()
    for closed in answers:
        counts[ANSWERS, ANSWERED] += 1
        for question in questionnaire.closed:
            if question.id in closed:
                options = [ANSWERED, *count_of(question, closed[question.id])]
            else:
                options = [UNANSWERED] if is_asked(questionnaire, question, closed) else []
            counts.update((question.id, option) for option in options)
    return counts


async def add(session: AsyncSession, box_id: str, group_number: int, counts: Counts) -> None:
    rows = [
        {
            "box_id": box_id,
            "group_number": group_number,
            "question": question,
            "option": option,
            "count": number,
        }
        for (question, option), number in sorted(counts.items())
    ]
    await (await session.connection()).execute(_ADD, rows)
