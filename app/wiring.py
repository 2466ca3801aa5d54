"""Everything an installation consists of: what a web process needs, and what sends letters."""

from functools import cached_property

from dns.asyncresolver import Resolver

from app.invitations.inviting import Inviter
from app.mail.domains import resolver_of
from app.mail.outbox import Outbox
from app.mail.relay import Relay
from app.parts import Parts


class Wiring(Parts):
    """For the worker and the command line. The web process stays small: it knows Parts only."""

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.keys, self.settings.pepper, self.mail_domain)

    @cached_property
    def relay(self) -> Relay:
        return Relay(
            self.settings.smtp_url,
            self.settings.smtp_connections,
            per_minute=self.settings.smtp_per_minute,
            log=self.settings.relay_log,
        )

    @cached_property
    def inviter(self) -> Inviter:
        return Inviter(
            self.tickets,
            self.outbox,
            self.addresses,
            self.stopping,
            self.denying,
            self.settings.base_url,
            self.keys,
        )

    @cached_property
    def resolver(self) -> Resolver | None:
        """None: this installation asks no name server."""
        server = self.settings.dns_server
        return None if server == "none" else resolver_of(server)
