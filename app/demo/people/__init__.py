"""Simulated entrepreneurs: they know what a letter, a page and an inspection tell them, no more."""
