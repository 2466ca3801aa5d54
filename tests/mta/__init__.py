"""Letters through a real Postfix, bounces from a real Dovecot: `make mta` (docs/reliability.md)."""
