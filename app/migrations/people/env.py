"""Alembic's entry."""

from app.migrations.running import run

run()
