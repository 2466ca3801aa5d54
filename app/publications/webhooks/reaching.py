"""Where a webhook may lead: to a public address. Else whoever enters one could make this machine
ask its own network for things (server-side request forgery).
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from app.lib.errors import Invalid
from app.lib.i18n import gettext as _

LONGEST = 500  # characters of an address

Resolve = Callable[[str, int], Awaitable[list[str]]]

# An IPv4 address in IPv6's clothes is judged as what it is: RFC 6052.
_TRANSLATED = ip_network("64:ff9b::/96")
_IPV4_BITS = 0xFFFFFFFF


class NotPublic(Exception):
    """The name leads into a network that is nobody's business, or nowhere."""


def check(url: str, *, is_demo: bool) -> str:
    """The address, if it may be entered. Invalid says what it must be. Nothing is looked up.

    `is_demo`: this installation itself has no https, so its receivers may stand on the same
    machine, without https, too.
    """
    written = url.strip()
    parts = _parts(written)
    if parts is None or len(written) > LONGEST or not written.isascii():
        raise Invalid({"url": _("Give a complete address, such as https://example.com/pikir.")})
    if parts.scheme != "https" and not (is_demo and parts.scheme == "http"):
        raise Invalid({"url": _("The address must begin with https://.")})
    if parts.username is not None or parts.fragment or not _may_be_public(parts, is_demo=is_demo):
        raise Invalid({"url": _("Give a public address, without a user name and without “#”.")})
    return written


async def reach(url: str, resolve: Resolve, *, is_demo: bool) -> str:
    """The IP address to connect to: whatever the name leads to later, the request goes there.

    NotPublic if any address of the name is not public.
    """
    parts = urlsplit(url)
    try:
        found = await resolve(parts.hostname or "", port(parts))
    except (OSError, UnicodeError) as error:  # the second: no name could be spelled like that
        raise NotPublic from error
    if not found or not all(is_public(one) or (is_demo and is_loopback(one)) for one in found):
        raise NotPublic
    return found[0]


async def look_up(host: str, at: int) -> list[str]:
    """As this machine's resolver knows it; also for 2130706433 and 0x7f.1, which are 127.0.0.1."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, at, type=socket.SOCK_STREAM)
    return [str(address[0]).partition("%")[0] for *_kind, address in found]


def port(parts: SplitResult) -> int:
    usual = 443 if parts.scheme == "https" else 80
    return usual if parts.port is None else parts.port


def is_public(address: str) -> bool:
    ip = _inner(ip_address(address))
    return ip.is_global and not ip.is_multicast


def is_loopback(address: str) -> bool:
    return _inner(ip_address(address)).is_loopback


def _inner(ip: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address carries: mapped, 6to4, Teredo or translated."""
    if isinstance(ip, IPv4Address):
        return ip
    if ip in _TRANSLATED:
        return IPv4Address(int(ip) & _IPV4_BITS)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else ip)


def _parts(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        is_whole = bool(parts.hostname) and port(parts) > 0
    except ValueError:
        return None
    has_blank = any(sign <= " " or sign == "\\" for sign in url)
    return parts if is_whole and not has_blank else None


def _may_be_public(parts: SplitResult, *, is_demo: bool) -> bool:
    """Of an IP address written out it can be said at once; a name is judged when it is used."""
    try:
        address = str(ip_address(parts.hostname or ""))
    except ValueError:
        return is_demo or parts.hostname != "localhost"
    return is_public(address) or (is_demo and is_loopback(address))
