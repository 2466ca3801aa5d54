"""Businesses chosen by lot and called: whether acts and addresses are as they stand on record."""
