"""Backups: made while everything runs, proven by restoring them, restored without sending twice."""
