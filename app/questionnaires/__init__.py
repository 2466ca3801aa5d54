"""Questionnaire editions: data files that are checked when they are loaded."""
