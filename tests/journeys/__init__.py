"""Whole ways through the house, as people go them."""
