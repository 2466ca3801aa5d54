"""Guards against whole classes of mistake."""
