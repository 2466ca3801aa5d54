"""Answers that cannot be traced: the half that knows nobody, in a database of its own."""
