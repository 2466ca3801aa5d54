"""An inspectorate's letters of today: how many wait, went out, were refused."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import and_, or_
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from app.lib.dates import local_day
from app.mail import states
from app.mail.tables import Letter
from app.registry.countries import zone
from app.registry.tables import Inspection, Inspectorate

_RETRIED_FOR = timedelta(days=4)  # so much later than it was due a letter may still go out


@dataclass(frozen=True)
class Traffic:
    waiting: int
    sent: int  # today
    refused: int  # today, or came back


async def traffic(session: AsyncSession, inspectorate: Inspectorate, now: datetime) -> Traffic:
    """Invitations and reminders; today is counted where the inspectorate is."""
    where = zone(inspectorate.country)
    midnight = datetime.combine(local_day(now, where), time(), ZoneInfo(where))
    state, due_at = col(Letter.state), col(Letter.due_at)
    query = (
        select(Letter.state, func.count(col(Letter.id)))
        .join(Inspection, col(Inspection.id) == col(Letter.about))
        .where(
            Inspection.inspectorate_id == inspectorate.id,
            or_(
                state.in_(states.WAITING),
                # By state and due_at: these have an index.
                and_(
                    state == states.SENT,
                    due_at > midnight - _RETRIED_FOR,
                    col(Letter.sent_at) >= midnight,
                ),
                and_(state.in_((states.FAILED, states.BOUNCED)), due_at >= midnight),
            ),
        )
        .group_by(Letter.state)
    )
    found = Counter(dict((await session.exec(query)).all()))
    return Traffic(
        waiting=sum(found[one] for one in states.WAITING),
        sent=found[states.SENT],
        refused=found[states.FAILED] + found[states.BOUNCED],
    )
