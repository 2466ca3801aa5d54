"""Where a letter can stand, and when it moves on."""

from datetime import timedelta

QUEUED = "queued"
CLAIMED = "claimed"  # a worker has it, for as long as its lease lasts
SENDING = "sending"  # committed before the first word to the server
SENT = "sent"  # the server has taken it
DEFERRED = "deferred"  # the server said "later"
FAILED = "failed"
UNKNOWN = "unknown"  # the line broke after the last byte: taken or not, nobody can tell
BOUNCED = "bounced"  # it was sent, and came back
SUPPRESSED = "suppressed"  # the address asked for no more letters before this one went out

GONE_OUT = (SENT, BOUNCED)
DEFINITE = (SENT, FAILED, BOUNCED, SUPPRESSED)
WAITING = (QUEUED, CLAIMED, SENDING, DEFERRED, UNKNOWN)

# Longer than one letter can take: 30 s for each command and RFC 5321's 10 min for the last byte.
LEASE = timedelta(minutes=15)
UNREACHABLE_FOR = timedelta(minutes=1)
# A server may still be taking the letter after our line broke: it has ten minutes for that, too.
UNKNOWN_FOR = timedelta(minutes=11)
# The first is longer than the five minutes of greylisting; together just under 72 hours.
DEFERRALS = tuple(timedelta(minutes=minutes) for minutes in (6, 15, 30, 60, 120, 240, *(480,) * 8))

# Our own reasons for FAILED, where no server said a word; telling.py has their sentences.
LOST_TWICE = "lost-twice"
CONTROL_CHARACTER = "control-character"
NO_ADDRESS = "no-address"
LOCAL_PART = "local-part"
NEVER_TAKEN = "never-taken"
KEY_DESTROYED = "key-destroyed"
