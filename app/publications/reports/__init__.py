"""Files of a quarter's report, for one reader in one language: asked for, made, kept, fetched."""
