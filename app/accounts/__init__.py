"""The people who work with Pikir: signing in, roles, sessions, the audit trail."""
