"""Domains of e-mail addresses that are one slip of a finger away from a usual one."""

from functools import lru_cache

# What entrepreneurs here write to: one letter wrong, missing, doubled or swapped is seen.
_USUAL = (
    *("gmail.com", "mail.ru", "yandex.ru", "yandex.com", "yandex.kz", "inbox.ru", "list.ru"),
    *("rambler.ru", "hotmail.com", "outlook.com", "icloud.com", "yahoo.com"),
)
# Slips of more than one letter, and of domains so short that every neighbour is somebody's.
_KNOWN_SLIPS = {
    "bk.ri": "bk.ru",
    "bk.ry": "bk.ru",
    "gmail.kg": "gmail.com",
    "gmail.kz": "gmail.com",
    "gmail.ru": "gmail.com",
    "yandeks.ru": "yandex.ru",
}
_REAL = {"email.com", "email.ru", "inbox.eu", "mail.com", "mail.eu", "ymail.com", *_USUAL}


@lru_cache(maxsize=4096)  # a register names few domains, many times
def domain_meant(domain: str) -> str | None:
    """In lower case, like `domain`; None if nothing suggests a slip."""
    if domain in _REAL:
        return None
    near = (usual for usual in _USUAL if _is_one_slip(domain, usual))
    return _KNOWN_SLIPS.get(domain) or next(near, None)


def _is_one_slip(typed: str, usual: str) -> bool:
    pairs = zip(typed, usual, strict=False)
    same = next((n for n, (ours, theirs) in enumerate(pairs) if ours != theirs), len(typed))
    ours, theirs = typed[same:], usual[same:]
    return (
        ours[1:] == theirs[1:]  # another letter
        or ours == theirs[1:]  # one too few
        or ours[1:] == theirs  # one too many
        or (ours[:2] == theirs[1::-1] and ours[2:] == theirs[2:])  # two swapped
    )
