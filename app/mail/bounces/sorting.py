"""Why a letter came back, by status code (RFC 3463) and by the words that servers use.

Words win over codes: Yandex says "550 5.7.1 No such user!", and 5.0.0 says nothing. What nobody can
tell is soft: a mistake then costs one letter more, and not an address that works.
"""

import re

from app.mail.bounces.kinds import Kind

_LONGEST = 20_000  # characters of a report that are looked at
_ENHANCED = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?!\.?\d)")
_REPLY = re.compile(r"(?<![\d.])([45])(\d\d)(?=[ \-#:])")
_LINK = re.compile(r"https?://\S+")  # ".../notspam-support" does not make it spam

# 5.4.4: no server for this domain. 5.4.310: Exchange's "DNS domain does not exist".
_HARD_CODES = {"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "5.4.310"}
# About the sender's address, the letter's size, its content.
_POLICY_CODES = {"5.1.7", "5.1.8", "5.2.3", "5.3.4"}
_POLICY_SUBJECTS = ("4.7.", "5.6.", "5.7.")
_SAY_NOTHING = {"5.0.0", "5.1.0", "5.2.0", "5.3.0", "5.4.0", "5.4.1", "5.5.0"}


def _any_of(*words: str) -> re.Pattern[str]:
    return re.compile("|".join(words), re.IGNORECASE)


_FULL_OR_BUSY = _any_of(
    r"(mailbox|inbox) (is )?(too )?full|mailfull|over ?quota|quota (is )?(exceed|full|violat)",
    r"exceed\w* (\w+ ){0,4}quota|disk quota|out of storage|insufficient (system )?storage",
    r"no space|space not enough",
    r"size (limit )?exceeded|storage (limit|quota)|переполнен|квот",
    r"at a rate|rate limit|too many|temporar|try (again )?later|gr[ea]y-?list|retry time",
    r"timed? ?out|time ?out|connection refused|could not connect|expired|\bloops?\b|hop count",
    r"\binactive\b|\bfrozen\b|suspended|временно",
)
_UNWANTED = _any_of(
    r"spam|block ?list|black ?list|dnsbl|reputation|unsolicited|suspicious|bulk mail|спам",
    r"\bspf\b|\bdkim\b|\bdmarc\b|unauthenticated|authentication|not authorized|policy|политик",
    r"virus|content (filter|reject)|banned|client host|relay(ing)? (denied|not|access)|to relay",
    r"sender (address )?(rejected|denied|verify)|message size",
)
_NOBODY_THERE = _any_of(
    r"unknown (user|recipient|mailbox|account|local|or illegal|address)|(user|addressee) unknown",
    r"user not known|name is not recognized|not listed in|no longer valid|not a valid user",
    r"invalid final delivery|doesn.t have an? \S+ account",
    r"(user|recipient|mailbox|account|address|domain|person)( name)? (is )?not (be )?(found|exist)",
    r"no such (user|mailbox|recipient|account|address|person|local|domain|name)|not a known user",
    r"(does not|doesn.t|do not) exist|(could not|couldn.t|wasn.t|was not) (be )?found|bad address",
    r"invalid (mailbox|recipient|user|address)|mailbox unavailable|no mailbox|recipientnotfound",
    r"(account|mailbox|user) (\w+ )?(is |has been )?(disabled|closed|deleted|terminated)",
    r"account that you tried to reach is disabled|unrout[e]?able|not our customer",
    r"host (or domain name )?not found|nxdomain|domain does not exist|no smtp service|null ?mx",
    r"does not accept (e-?)?mail|non-?existent|no valid recipient|mailbox not",
    r"нет такого|не существует|не найден|удал[её]н|отключ[её]н",
)
# Microsoft's edge answers so for addresses that its directory does not know.
_NOT_IN_DIRECTORY = _any_of(r"5\.4\.1\b.{0,80}recipient address rejected: access denied")


def sort(status: str, words: str) -> Kind | None:
    """HARD, SOFT or POLICY; None where neither a code nor a word says anything."""
    words = _LINK.sub("", words[:_LONGEST])
    code = _code(status, words)
    by_words = _by_words(words)
    if code.startswith("4."):
        return Kind.POLICY if Kind.POLICY in (by_words, _by_code(code)) else Kind.SOFT
    return by_words or _by_code(code)


def line_that_tells(text: str) -> str:
    """Of a report in prose: the line with the server's answer, or with the reason in words."""
    lines = [line.strip() for line in text[:_LONGEST].splitlines()]
    with_code = (line for line in lines if _ENHANCED.search(line) or _REPLY.search(line))
    with_word = (line for line in lines if _by_words(line))
    return next(with_code, next(with_word, ""))


def _by_words(words: str) -> Kind | None:
    if _NOT_IN_DIRECTORY.search(words):
        return Kind.HARD
    if _FULL_OR_BUSY.search(words):
        return Kind.SOFT
    if _UNWANTED.search(words):
        return Kind.POLICY
    return Kind.HARD if _NOBODY_THERE.search(words) else None


def _code(status: str, words: str) -> str:
    """The status, unless the server's own answer inside the words is more exact."""
    given = _ENHANCED.search(status)
    if given and given[0] not in _SAY_NOTHING:
        return given[0]
    for found in _ENHANCED.finditer(words):
        if found[0] not in _SAY_NOTHING and found[1] != "2":
            return found[0]
    if reply := _REPLY.search(words):
        # 552 was "mailbox full" before there were enhanced codes.
        return "5.2.2" if reply[0] == "552" else f"{reply[1]}.0.0"
    return given[0] if given else ""


def _by_code(code: str) -> Kind | None:
    if code in _HARD_CODES:
        return Kind.HARD
    if code in _POLICY_CODES or code.startswith(_POLICY_SUBJECTS):
        return Kind.POLICY
    return None if code in _SAY_NOTHING or not code else Kind.SOFT
