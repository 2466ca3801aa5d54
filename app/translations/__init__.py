"""What is said in which language: how far each is, and texts to and from translators."""
