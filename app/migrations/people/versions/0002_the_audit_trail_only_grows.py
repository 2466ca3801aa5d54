"""The audit trail only grows: app/accounts/append_only.py, as it was then."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = {
    f"accounts_event_no_{act}": (
        f"CREATE TRIGGER accounts_event_no_{act} BEFORE {act.upper()} ON accounts_event"
        " BEGIN SELECT RAISE(ABORT, 'The audit trail is never changed.'); END"
    )
    for act in ("update", "delete")
}
POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION accounts_event_stays() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RAISE EXCEPTION 'The audit trail is never changed.'; END $$",
    "CREATE TRIGGER accounts_event_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON accounts_event"
    " FOR EACH STATEMENT EXECUTE FUNCTION accounts_event_stays()",
)


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE.values() if is_sqlite else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in SQLITE:
            op.execute(f"DROP TRIGGER {name}")
    else:
        op.execute("DROP TRIGGER accounts_event_stays ON accounts_event")
        op.execute("DROP FUNCTION accounts_event_stays()")
