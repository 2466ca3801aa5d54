"""What an inspection found: samples, what a laboratory said, and the requirements that apply."""
