"""Whether the inspectorates have the people and the questionnaires that they need."""

from collections.abc import AsyncIterator
from datetime import timedelta

from sqlmodel import col, func, select

from app.accounts import people as staff
from app.accounts.roles import IN_EACH, Held, Role
from app.cli.examining.findings import ERROR, OK, WARNING, Finding
from app.cli.examining.patient import Patient
from app.invitations.tables import SampleLetter
from app.registry import inspectorates

_WRITTEN_WITHIN = timedelta(minutes=15)


async def people(patient: Patient) -> AsyncIterator[Finding]:
    """Those who may sign in."""
    async with patient.wiring.people.reading() as session:
        slugs = {body.id: body.slug for body in await inspectorates.all_of(session)}
        needed = [Held(Role.ADMINISTRATOR, None), Held(Role.MINISTRY, None)]
        needed += [Held(role, body_id) for body_id in slugs for role in IN_EACH]
        lacking = await staff.vacant(session, needed)
    for held in lacking:
        level = ERROR if held.role is Role.ADMINISTRATOR else WARNING
        body_id, role = held.inspectorate_id, held.role
        words = f"{slugs[body_id]} has no {role}" if body_id else f"nobody is {role}"
        yield Finding("people", level, f"{words}: `pikir person add … --role {role}`")
    if not lacking:
        yield Finding("people", OK, "every role is held")


async def questionnaires(patient: Patient) -> AsyncIterator[Finding]:
    async with patient.wiring.people.reading() as session:
        bodies = await inspectorates.all_of(session)
    there = set(patient.wiring.shelf.names())
    gone = [
        f"{body.slug} asks {name} after {kind}, and there is no such questionnaire"
        for body in bodies
        for kind, name in body.questionnaires.items()
        if name not in there
    ]
    for words in gone:
        cure = "choose another one under /staff/bodies"
        yield Finding("inspectorates", ERROR, f"{words}: {cure}")
    if not bodies:
        cure = "`pikir inspectorate add FILE`, or /staff/new-body"
        yield Finding("inspectorates", WARNING, f"there is none yet: {cure}")
    elif not gone:
        yield Finding("inspectorates", OK, ", ".join(body.slug for body in bodies))


async def samples(patient: Patient) -> AsyncIterator[Finding]:
    late = select(func.count(col(SampleLetter.id))).where(
        col(SampleLetter.letter_id).is_(None),
        col(SampleLetter.asked_at) < patient.now - _WRITTEN_WITHIN,
    )
    async with patient.wiring.people.reading() as session:
        waiting = (await session.exec(late)).one()
    if waiting:
        words = f"{waiting} were asked for and not written: does the worker run?"
        yield Finding("test letters", WARNING, words)
