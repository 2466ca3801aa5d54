"""What the doctor finds of the audit trail."""

from collections.abc import AsyncIterator

from app.accounts import append_only, chain
from app.cli.audit import describe
from app.cli.examining.findings import ERROR, OK, Finding
from app.cli.examining.patient import Patient


async def trail(patient: Patient) -> AsyncIterator[Finding]:
    async with patient.wiring.people.reading() as session:
        found = await chain.verify(session)
        is_kept = await append_only.is_kept(session)
    if found.fault:
        yield Finding("audit trail", ERROR, describe(found.fault))
    elif not is_kept:
        words = "the database does not refuse changes to it: its triggers are gone"
        yield Finding("audit trail", ERROR, words)
    else:
        words = f"{found.head.number} events, head {found.head.digest.hex()[:16]}…"
        yield Finding("audit trail", OK, words)
