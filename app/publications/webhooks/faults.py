"""Why a message was not taken, besides `status 503`; telling.py has their sentences."""

NOT_PUBLIC, NO_LINE, TOO_SLOW = "not public", "no line", "too slow"
UNREADABLE = "unreadable"  # its secret was encrypted under another pepper
