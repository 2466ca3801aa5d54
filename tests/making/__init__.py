"""Makers of stored things: every argument has a plausible default."""
