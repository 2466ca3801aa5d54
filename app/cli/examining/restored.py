"""What is left to be done after a restore."""

from collections.abc import AsyncIterator

from app.accounts import holding
from app.cli.examining.findings import ERROR, Finding
from app.cli.examining.patient import Patient


async def tokens(patient: Patient) -> AsyncIterator[Finding]:
    async with patient.wiring.people.reading() as session:
        since = await holding.held_since(session)
    if since:
        yield Finding("people and tokens", ERROR, holding.in_words(since))
