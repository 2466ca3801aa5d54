"""Addresses that nobody was given: each is simply not found, on both databases."""

import httpx
import pytest

from tests.web.public.conftest import Letters


@pytest.mark.parametrize(
    "address",
    [
        "/gko/anketa/9223372036854775808",
        "/gko/anketa/3000000000",
        "/gko/anketa/-3000000000",
        "/en/open/%00",
        "/en/so-far/%00",
        "/en/so-far/geti?quarter=%00",
        "/en/results/%00/x",
        "/s/%00",
        "/u/%00",
        "/%00",
    ],
)
async def test_it_is_not_found(browser: httpx.AsyncClient, letters: Letters, address: str) -> None:
    assert (await browser.get(address)).status_code == 404
