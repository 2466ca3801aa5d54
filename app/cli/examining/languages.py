"""Whether everything is said in every language that people can choose."""

from collections.abc import AsyncIterator, Iterable

from app.ballots.editions import used_drafts
from app.cli.examining.findings import ERROR, OK, WARNING, Finding
from app.cli.examining.patient import Patient
from app.questionnaires.loading import Shelf, Unreadable
from app.registry import inspectorates
from app.registry.signers import released
from app.translations.overview import Row, of_program, of_signers


async def program(_patient: Patient) -> AsyncIterator[Finding]:
    yield _judged("languages", of_program())


async def questionnaires(_patient: Patient) -> AsyncIterator[Finding]:
    try:
        shelf = Shelf()
    except Unreadable as error:
        yield Finding("questionnaires", ERROR, str(error))
        return
    for draft in shelf.drafts:
        words = "is not said in every language, so nobody is asked with it yet"
        yield Finding("questionnaires", WARNING, f"{draft.name} {words}: `pikir i18n status`")
    if not shelf.drafts:
        yield Finding("questionnaires", OK, f"{', '.join(shelf.names())}: in every language")


async def used(patient: Patient) -> AsyncIterator[Finding]:
    """Editions that people have been asked with."""
    for draft in await used_drafts(patient.wiring.ballots, patient.wiring.shelf):
        words = "has been used and was altered since: put it back"
        yield Finding("questionnaires", ERROR, f"{draft.name} {words}")


async def signers(patient: Patient) -> AsyncIterator[Finding]:
    async with patient.wiring.people.reading() as session:
        bodies = await inspectorates.all_of(session)
        signed = [(body.slug, await released(session, body)) for body in bodies]
    yield _judged("letters' signers", of_signers(signed))


def _judged(name: str, rows: Iterable[Row]) -> Finding:
    behind = [row for row in rows if row.is_live and row.standing.percent < 100]
    if not behind:
        return Finding(name, OK, "everything is said in each")
    found = ", ".join(f"{row.language} {row.standing.percent} %" for row in behind)
    return Finding(name, ERROR, f"{found}: see `pikir i18n status`")
