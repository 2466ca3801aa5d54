"""The control: the model that looks anonymous and is not.

Invitations and responses in tables of their own, with random keys, without times or a foreign key
between them; an invitation is redeemed and its response recorded in one transaction.
"""

from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import JSON, MetaData
from sqlmodel import Field, SQLModel, col, update

from app.lib.db import Database
from app.questionnaires.answers import Closed


class NaiveTable(SQLModel):
    metadata: ClassVar[MetaData] = MetaData()


class NaiveInvitation(NaiveTable, table=True):
    __tablename__ = "naive_invitation"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    redeemed: bool = False


class NaiveResponse(NaiveTable, table=True):
    __tablename__ = "naive_response"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    answers: dict[str, Closed] = Field(sa_type=JSON)


async def invite(database: Database, number: int) -> list[UUID]:
    """Their ids."""
    async with database.engine.begin() as connection:
        await connection.run_sync(NaiveTable.metadata.create_all)
    invitations = [NaiveInvitation() for _ in range(number)]
    async with database.transaction() as session:
        session.add_all(invitations)
    return [invitation.id for invitation in invitations]


async def answer(database: Database, invitation_id: UUID, answers: dict[str, Closed]) -> None:
    unused = (col(NaiveInvitation.id) == invitation_id, col(NaiveInvitation.redeemed).is_(False))
    async with database.transaction() as session:
        redeemed = await session.exec(update(NaiveInvitation).where(*unused).values(redeemed=True))
        assert redeemed.rowcount == 1
        session.add(NaiveResponse(answers=answers))
