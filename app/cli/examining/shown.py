"""Whether what pages show tells what they hide."""

from collections.abc import AsyncIterator

from app.cli.examining.findings import ERROR, OK, Finding
from app.cli.examining.patient import Patient
from app.lib.dates import local_day
from app.lib.errors import NotFound
from app.lib.quarters import Quarter
from app.registry import inspectorates
from app.registry.countries import zone
from app.results.auditing.looking_back import Telling, require_kept


async def hidden(patient: Patient) -> AsyncIterator[Finding]:
    """Of the quarters that still change, or are released next."""
    async with patient.wiring.people.reading() as session:
        bodies = await inspectorates.all_of(session)
    telling = []
    for body in bodies:
        present = Quarter.of(local_day(patient.now, zone(body.country)))
        periods = [str(present.plus(-2)), str(present.previous), str(present)]
        async with patient.wiring.ballots.reading() as session:
            try:
                await require_kept(session, patient.wiring.shelf, body.slug, periods)
            except Telling as error:
                telling.append(f"{body.slug}: {error} None of it is released")
            except NotFound as error:
                telling.append(f"{body.slug}: nobody can tell, and nothing is released: {error}")
    for words in telling:
        yield Finding("disclosure", ERROR, words)
    if not telling:
        yield Finding("disclosure", OK, "nothing hidden follows from what was shown")
