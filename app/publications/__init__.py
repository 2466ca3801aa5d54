"""Releasing a quarter, and putting it on the sites."""
