"""Connections to PostgreSQL: how long they wait for what, so that nothing hangs for ever."""

from typing import Any

import asyncpg

from app.lib.outages import Unreachable

WAIT = 10.0  # seconds for a free connection of a pool
LONGEST = 300.0  # seconds for one statement, of which a large mixing has the longest
_CONNECT = 5.0  # seconds
_SETTINGS = {
    "lock_timeout": "30s",  # as long as SQLite's busy_timeout
    # A process that is stopped in the middle holds rows, and answers may be waiting for them.
    "idle_in_transaction_session_timeout": "2min",
    # A machine that vanished holds advisory locks until the server notices: not for two hours.
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}


async def connect(*address: Any, **options: Any) -> Any:
    """An asyncpg connection. Unreachable instead of what networks and sockets raise."""
    try:
        return await asyncpg.connect(
            *address, timeout=_CONNECT, server_settings=_SETTINGS, **options
        )
    except (OSError, TimeoutError) as error:
        raise Unreachable from error
