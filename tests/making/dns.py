"""A name server on loopback, which says what the test tells it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from dns import flags, message, rcode, rrset
from dns.asyncresolver import Resolver

from app.mail.domains import resolver_of

Zone = Mapping[str, Mapping[str, str]]  # domain -> kind of record -> what it says


@dataclass
class NameServer(asyncio.DatagramProtocol):
    """Domains that are not in `zone` do not exist; one with the record FAILS is a SERVFAIL, one
    with SILENT is never answered.
    """

    zone: dict[str, Mapping[str, str]]
    address: str = ""
    transport: Any = None
    asked: list[tuple[str, str]] = field(default_factory=list)

    @property
    def resolver(self) -> Resolver:
        resolver = resolver_of(self.address)
        resolver.timeout = resolver.lifetime = 0.3
        return resolver

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        query = message.from_wire(data)
        [question] = query.question
        domain, kind = question.name.to_text(omit_final_dot=True), question.rdtype.name
        self.asked.append((domain, kind))
        records = self.zone.get(domain)
        if records is not None and "SILENT" in records:
            return
        reply = message.make_response(query)
        reply.flags |= flags.RA
        if records is None:
            reply.set_rcode(rcode.NXDOMAIN)
        elif "FAILS" in records:
            reply.set_rcode(rcode.SERVFAIL)
        elif kind in records:
            reply.answer.append(rrset.from_text(question.name, 60, "IN", kind, records[kind]))
        self.transport.sendto(reply.to_wire(), addr)


@asynccontextmanager
async def name_server(zone: Zone) -> AsyncIterator[NameServer]:
    loop = asyncio.get_running_loop()
    transport, server = await loop.create_datagram_endpoint(
        lambda: NameServer(dict(zone)), local_addr=("127.0.0.1", 0)
    )
    server.transport = transport
    server.address = "127.0.0.1:{1}".format(*transport.get_extra_info("sockname"))
    try:
        yield server
    finally:
        transport.close()
