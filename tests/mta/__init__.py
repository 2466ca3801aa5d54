"""Letters through a real Postfix: `make mta` (docs/reliability.md has its transcript)."""
