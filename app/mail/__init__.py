"""Letters: composing, keeping them until they are sent, sending them."""
