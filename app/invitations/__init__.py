"""Inviting inspected entrepreneurs to answer, and reminding them: the half that knows people."""
