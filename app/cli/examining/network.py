"""What other machines say: the mail server, and name servers about the senders' domains."""

from collections.abc import AsyncIterator

from dns.asyncresolver import Resolver
from dns.exception import DNSException
from dns.rdatatype import TXT
from dns.resolver import NXDOMAIN, NoAnswer

from app.cli.examining.findings import ERROR, OK, WARNING, Finding
from app.cli.examining.patient import Patient
from app.mail.line import Unreachable
from app.registry import inspectorates

_PATIENCE = 8.0  # seconds for one question


async def relay(patient: Patient) -> AsyncIterator[Finding]:
    try:
        await patient.wiring.relay.greet()
        yield Finding("mail server", OK, "answers, and lets us in")
    except Unreachable as error:
        yield Finding("mail server", ERROR, f"{error}. Letters wait until it answers.")


async def domains(patient: Patient) -> AsyncIterator[Finding]:
    """SPF and DMARC. DKIM's selector is the relay's: only a test letter shows whether it signs."""
    resolver = patient.wiring.resolver
    if resolver is None:
        return
    async with patient.wiring.people.reading() as session:
        bodies = await inspectorates.all_of(session)
    for domain in sorted({body.sender.rpartition("@")[2] for body in bodies}):
        yield await _domain(resolver, domain)


async def _domain(resolver: Resolver, domain: str) -> Finding:
    name = f"sender's domain {domain}"
    try:
        entries = await _texts(resolver, domain)
        policy = await _texts(resolver, f"_dmarc.{domain}")
    except DNSException as error:
        return Finding(name, WARNING, f"the name server does not say: {type(error).__name__}")
    spf = any(text.lower().split(" ")[0] == "v=spf1" for text in entries)  # RFC 7208, 4.5
    lacks = ["SPF"] * (not spf)
    lacks += ["DMARC"] * (not any(text.startswith("v=DMARC1") for text in policy))
    if lacks:
        cure = "letters may be taken for spam; ask whoever manages the domain"
        return Finding(name, WARNING, f"has no {' and no '.join(lacks)}: {cure}")
    return Finding(name, OK, "has SPF and DMARC; send a test letter to see that DKIM signs")


async def _texts(resolver: Resolver, name: str) -> list[str]:
    try:
        answer = await resolver.resolve(name, TXT, lifetime=_PATIENCE)
    except (NXDOMAIN, NoAnswer):
        return []
    return [b"".join(record.strings).decode(errors="replace") for record in answer]
