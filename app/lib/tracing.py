"""What a log says of an error: where it happened and of which kind it is, never its words.

Error messages quote what they stumbled over: a form's field, a row that breaks a constraint.
Tokens, addresses and answers must not reach a log, so no message does.
"""

import traceback

from sqlalchemy.exc import DBAPIError


def trace(error: BaseException) -> str:
    """The frames, as Python prints them, and the kind of each error that led to this one."""
    origin = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    earlier = f"{trace(origin)}\nwhich led to\n" if origin else ""
    frames = "".join(traceback.format_tb(error.__traceback__))
    return f"{earlier}{frames}{kind(error)}"


def kind(error: BaseException) -> str:
    """Without frames, for what says enough by itself."""
    return f"{type(error).__module__}.{type(error).__qualname__}{_sqlstate(error)}"


def _sqlstate(error: BaseException) -> str:
    """PostgreSQL's five characters for what went wrong; its message would quote the row."""
    state = getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
    return f" (SQLSTATE {state})" if state else ""
