"""What follows from everything that was ever shown: asked before anything more is shown."""
