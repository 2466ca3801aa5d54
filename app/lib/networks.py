"""Networks instead of addresses: what use is counted under where one subscriber has many."""

from ipaddress import IPv4Address, ip_address, ip_network


def network(address: str, *, v4: int, v6: int) -> str:
    """The first bits of an address, written as a network. "unknown" for what is no IP address."""
    try:
        ip = ip_address(address)
        if not isinstance(ip, IPv4Address):
            ip = ip.ipv4_mapped or ip
        return str(ip_network((ip.packed, v4 if ip.version == 4 else v6), strict=False))
    except ValueError:
        return "unknown"
