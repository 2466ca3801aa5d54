"""X4: a webhook leads to a public address, whatever it is called and however it is written."""

import pytest

from app.lib.errors import Invalid
from app.publications.webhooks.reaching import NotPublic, check, look_up, reach

# What a name may lead to, and what of it is nobody's business.
INSIDE = (
    *("127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1"),  # noqa: S104
    *("169.254.169.254", "100.64.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1"),
    *("255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "ff02::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1"),
    *("64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::1", "2001:db8::1"),
)
OUTSIDE = ("203.0.114.7", "8.8.8.8", "2606:4700:4700::1111", "::ffff:8.8.8.8")


async def reached(*addresses: str, is_demo: bool = False) -> str:
    async def resolve(_host: str, _port: int) -> list[str]:
        return list(addresses)

    return await reach("https://hooks.example/x", resolve, is_demo=is_demo)


@pytest.mark.parametrize("address", INSIDE)
async def test_what_leads_inside_is_refused(address: str) -> None:
    with pytest.raises(NotPublic):
        await reached(address)
    with pytest.raises(NotPublic):
        await reached(OUTSIDE[0], address)  # one of several is enough


@pytest.mark.parametrize("address", OUTSIDE)
async def test_what_leads_outside_is_reached_at_the_address_that_was_judged(address: str) -> None:
    assert await reached(address) == address


async def test_a_demo_reaches_its_own_machine_and_nothing_else_inside() -> None:
    assert await reached("127.0.0.1", is_demo=True) == "127.0.0.1"
    assert await reached("::1", is_demo=True) == "::1"
    for address in ("10.0.0.1", "169.254.169.254", "::ffff:192.168.0.1"):
        with pytest.raises(NotPublic):
            await reached(address, is_demo=True)


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f000001", "0x7f.1", "127.1", "017700000001", "localhost", "0"]
)
async def test_odd_spellings_of_this_machine_are_this_machine(host: str) -> None:
    """As the machine's own resolver reads them."""
    for port in (443, 8443):
        with pytest.raises(NotPublic):
            await reach(f"https://{host}:{port}/", look_up, is_demo=False)


async def test_a_name_that_leads_nowhere_is_refused() -> None:
    with pytest.raises(NotPublic):
        await reached()
    with pytest.raises(NotPublic):
        await reach("https://name.invalid/", look_up, is_demo=False)
    with pytest.raises(NotPublic):
        await reach(f"https://a..{'b' * 64}/", look_up, is_demo=False)


@pytest.mark.parametrize(
    "url",
    [
        *("", "x", "https://", "https:///x", "//hooks.example", "ftp://hooks.example/"),
        *("http://hooks.example/", "javascript:alert(1)", "file:///etc/passwd", "gopher://h/"),
        *("https://user:pass@hooks.example/", "https://hooks.example/#x", "https://@h.example/"),
        *("https://hooks.example:0/", "https://hooks.example:99999/", "https://hooks.example:x/"),
        *("https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/", "https://localhost/"),
        *("https://169.254.169.254/latest/meta-data", "https://[::ffff:127.0.0.1]/"),
        *("https://hooks.example/a b", "https://hooks.example\\@127.0.0.1/", "https://хост.kg/"),
        *("https://hooks.example/\r\nX: y", f"https://hooks.example/{'x' * 500}", "https://[::1"),
    ],
)
def test_what_can_be_no_webhook_is_refused_at_once(url: str) -> None:
    with pytest.raises(Invalid) as refused:
        check(url, is_demo=False)
    assert set(refused.value.errors) == {"url"}


def test_what_can_be_one_is_taken_as_written() -> None:
    for url in ("https://hooks.example/x?y=z", "https://hooks.example:8443", "https://8.8.8.8/"):
        assert check(f" {url} ", is_demo=False) == url
    assert check("http://127.0.0.1:8000/", is_demo=True)
