"""Acts that are typed: one file each."""
