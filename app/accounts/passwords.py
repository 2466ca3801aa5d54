"""Passwords: which are good enough, and argon2 away from the event loop."""

import asyncio
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.lib.errors import Invalid
from app.lib.i18n import gettext as _

SHORTEST = 12
LONGEST = 200

# OWASP Password Storage Cheat Sheet, second setting of argon2id: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Two at a time: a flood of guesses waits here, and takes neither all cores nor the memory.
_THREADS = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")

# What remains of a password without these must still be hard to guess. Longer ones come first.
_COMMON = (
    *("administrator", "qwertyuiop", "asdfghjkl", "123456789", "987654321", "iloveyou"),
    *("1q2w3e4r", "password", "құпиясөз", "сырсөз", "пароль", "йцукен", "qwerty"),
)


def check(password: str, about: str = "") -> None:
    """Invalid with a sentence if it is too easy; `about` is what is known: the e-mail address."""
    fault = _fault(_written(password).casefold(), about.partition("@")[0].casefold())
    if fault:
        raise Invalid({"password": fault})


async def digest(password: str) -> str:
    """Argon2id with its salt and parameters, to be stored."""
    return await asyncio.get_running_loop().run_in_executor(
        _THREADS, _HASHER.hash, _written(password)
    )


async def is_right(password: str, stored: str | None) -> bool:
    """Takes equally long without a stored digest, and is then never right."""
    return await asyncio.get_running_loop().run_in_executor(
        _THREADS, _is_right, _written(password)[: LONGEST + 1], stored
    )


def _is_right(password: str, stored: str | None) -> bool:
    try:
        _HASHER.verify(stored or _nobodys(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


@lru_cache(maxsize=1)
def _nobodys() -> str:
    return _HASHER.hash("the password of nobody")


def _written(password: str) -> str:
    """Equal for equal letters, however a keyboard composes them (NIST SP 800-63B, 5.1.1.2)."""
    return unicodedata.normalize("NFKC", password)


def _fault(password: str, name: str) -> str | None:
    if len(password) < SHORTEST:
        return _("Use %(shortest)s characters or more; several words are good.", shortest=SHORTEST)
    if len(password) > LONGEST:
        return _("Use %(longest)s characters at most.", longest=LONGEST)
    easy = password
    for part in (*_COMMON, name if len(name) > 3 else ""):
        easy = easy.replace(part, "") if part else easy
    if len(set(easy)) < 5:
        return _("This is easy to guess. Take several words that do not belong together.")
    return None
