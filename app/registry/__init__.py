"""Who inspects, who was inspected, and when."""
