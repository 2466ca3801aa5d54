"""Addresses are counted by their network, whatever stands there."""

import pytest

from app.lib.networks import network


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("::1", "::/48"),
        ("203.0.113.77:4000", "unknown"),
        ("unix:", "unknown"),
        ("", "unknown"),
    ],
)
def test_an_address_is_counted_by_its_network(address: str, counted: str) -> None:
    assert network(address, v4=24, v6=48) == counted
