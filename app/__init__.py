"""Pikir: post-inspection business feedback."""
