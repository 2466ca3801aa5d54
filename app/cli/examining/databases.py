"""What stands in the databases: keys, waiting answers, letters, used tickets."""

from collections.abc import AsyncIterator

from sqlmodel import col, func, select

from app.ballots.forgetting import used_tickets
from app.ballots.restoring import unreadable
from app.ballots.tables import Mixer
from app.cli.examining.findings import ERROR, OK, WARNING, Finding, ago, worst
from app.cli.examining.patient import Patient
from app.invitations import watching
from app.mail import holding, states
from app.mail.repeating import disbelieved
from app.mail.tables import Letter


async def key_owner(patient: Patient) -> AsyncIterator[Finding]:
    """Exactly one key folder belongs to the ballots, on the one machine that mixes."""
    async with patient.wiring.ballots.reading() as session:
        owner = (await session.exec(select(Mixer.folder))).one_or_none()
    mark = patient.wiring.settings.key_folder / "ballots-folder"
    if owner and (not mark.exists() or mark.read_text() != owner):
        cure = "only the machine with that folder may mix"
        yield Finding("key folder", ERROR, f"is not {owner}, to which the ballots belong: {cure}")


async def waiting(patient: Patient) -> AsyncIterator[Finding]:
    if not patient.wiring.settings.key_folder.is_dir():
        return
    async with patient.wiring.ballots.reading() as session:
        lost = await unreadable(session, patient.wiring.keys)
    if lost:
        words = f"{lost} are sealed for keys that are not in the key folder: nobody can open them"
        yield Finding("waiting answers", WARNING, words)
    else:
        yield Finding("waiting answers", OK, "the key of each is there")


async def outbox(patient: Patient) -> AsyncIterator[Finding]:
    async with patient.wiring.people.reading() as session:
        since = await holding.held_since(session)
        refused = await disbelieved(session)
        waiting = (col(Letter.state).in_(states.WAITING), col(Letter.due_at) < patient.now)
        oldest = (await session.exec(select(func.min(Letter.due_at)).where(*waiting))).one()
    if since:
        yield Finding("letters", ERROR, holding.in_words(since))
    elif refused:
        said = f"the mail server says of {refused} that there is no such address, which cannot be"
        yield Finding("letters", ERROR, f"{said}: look after its tables. They are tried again.")
    elif oldest is None:
        yield Finding("letters", OK, "none is late")
    else:
        late = patient.now - oldest
        level = worst(late.total_seconds(), 3600, 24 * 3600)
        yield Finding("letters", level, f"the oldest is {ago(late)} late")


async def tickets(patient: Patient) -> AsyncIterator[Finding]:
    async with patient.wiring.ballots.reading() as session:
        used = await used_tickets(session)
    async with patient.wiring.people.reading() as session:
        breaches = await watching.breaches(session, used)
    for breach in breaches:
        yield Finding("tickets", ERROR, str(breach))
    if not breaches:
        yield Finding("tickets", OK, "no more are used than letters have gone out")
