"""What the doctor looks at, one function each: the two tables are all of it."""

from collections.abc import Mapping

from app.cli.examining import (
    bodies,
    databases,
    languages,
    machine,
    network,
    restored,
    shown,
    systems,
    trail,
)
from app.cli.examining.findings import OK, Finding
from app.cli.examining.patient import Examination, Patient
from app.lib import clock
from app.settings import Settings
from app.wiring import Wiring

ALWAYS: tuple[Examination, ...] = (
    machine.names,
    machine.base_url,
    machine.secrets,
    machine.databases,
    machine.folders,
    machine.apart,
    machine.space,
    machine.clocks,
    machine.worker,
    machine.backup,
    languages.program,
    languages.questionnaires,
)
# Only where both can be reached, at the schema that is expected.
OF_DATABASES: tuple[Examination, ...] = (
    databases.key_owner,
    databases.waiting,
    databases.outbox,
    databases.tickets,
    shown.hidden,
    trail.trail,
    restored.tokens,
    languages.used,
    languages.signers,
    bodies.people,
    bodies.questionnaires,
    bodies.samples,
    systems.webhooks,
    systems.tokens_ending,
)
# What asks other machines, where that is wanted.
OF_NETWORK: tuple[Examination, ...] = (network.relay, network.domains)


async def examine(
    settings: Settings, environment: Mapping[str, str], *, with_network: bool = False
) -> list[Finding]:
    """Always in the same order."""
    findings = []
    async with Wiring(settings) as wiring:
        patient = Patient(wiring, environment, clock.now())
        for examination in ALWAYS:
            findings += [finding async for finding in examination(patient)]
        if all(finding.level == OK for finding in findings if finding.name.endswith("database")):
            for examination in OF_DATABASES + OF_NETWORK * with_network:
                findings += [finding async for finding in examination(patient)]
    return findings
