"""Registers that staff bring in by a page: sealed, for a day at most, read by the worker alone."""
