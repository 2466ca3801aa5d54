"""Businesses that stand in the register twice: finding, merging and parting them again."""
