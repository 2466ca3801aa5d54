"""Forms from elsewhere are refused, whoever's browser sends them."""

import httpx
import pytest

from tests.web.staff.conftest import Staff


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://pikir.test"},
        {"Sec-Fetch-Site": ""},
    ],
)
async def test_an_act_from_another_page_is_refused(staff: Staff, headers: dict[str, str]) -> None:
    await staff.become(None)
    reply = await staff.browser.post("/staff/sign-out", headers=headers)
    assert reply.status_code == 403
    assert (await staff.browser.get("/staff/")).status_code == 200


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://pikir.test", 303),
        ("https://pikir.test", 403),
        ("http://pikir.test.example", 403),
        ("null", 403),
        (None, 403),
    ],
)
async def test_an_old_browser_is_judged_by_its_origin(
    staff: Staff, origin: str | None, status: int
) -> None:
    await staff.become(None)
    del staff.browser.headers["Sec-Fetch-Site"]
    headers = {"Origin": origin} if origin else {}
    assert (await staff.browser.post("/staff/sign-out", headers=headers)).status_code == status


async def test_looking_needs_no_page_of_ours(staff: Staff) -> None:
    """A link in a letter, a bookmark, a typed address."""
    await staff.become(None)
    for site in ("none", "cross-site"):
        reply = await staff.browser.get("/staff/", headers={"Sec-Fetch-Site": site})
        assert reply.status_code == 200


async def test_a_flood_of_text_is_refused(browser: httpx.AsyncClient) -> None:
    reply = await browser.post("/staff/sign-in", data={"email": "x" * 70_000})
    assert reply.status_code == 413
