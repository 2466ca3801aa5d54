"""A small demo plays every act of the big one, and adds up."""

import os
from collections.abc import AsyncIterator
from datetime import date
from io import StringIO
from typing import Any

import httpx
import pytest
from rich.console import Console

from app.accounts.roles import ADMINISTRATOR
from app.demo.register.acts import Period
from app.demo.register.bodies import BODIES
from app.demo.register.visitors import VISITS, address
from app.demo.running import Stage, stage
from app.demo.scenario import Scenario
from app.demo.staff import PASSWORD, accounts
from app.lib.quarters import Quarter
from app.registry import inspectorates
from app.remarks.counting import counts
from app.remarks.place import Place
from tests.pages import read

# Some hundred acts around the end of a quarter. Nearly everybody answers, so that ten come
# together; the release of the first quarter is due on the last day, the second is still open.
SMALL = Scenario(
    Period(date(2026, 3, 9), date(2026, 4, 8), share=0.1),
    last=date(2026, 5, 21),
    stride=6,
    eagerness=20,
)


@pytest.fixture(scope="module")
async def played(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """The small demo at its end, still up."""
    before = dict(os.environ)
    path = tmp_path_factory.mktemp("small") / "demo"
    try:
        async with stage(path, SMALL, Console(file=StringIO())) as ready:
            await ready.replay.run()
            yield ready
    finally:
        os.environ.clear()
        os.environ.update(before)


@pytest.fixture
async def browser(played: Stage) -> AsyncIterator[httpx.AsyncClient]:
    settings = played.wiring.settings
    async with httpx.AsyncClient(base_url=settings.base_url, timeout=30) as client:
        yield client


async def test_what_was_done_is_there_at_the_end(played: Stage) -> None:
    found = await played.account()
    assert found.faults == []
    assert found.counts["inspections"] > 60
    assert found.counts["letters sent"] > found.counts["invited"]
    assert found.counts["mixed"] >= 10
    assert found.counts["pages"] > 20
    assert set(found.releases) == {f"{body.slug} 2026-Q1" for body in BODIES}


async def test_what_directors_decided_about_remarks_is_on_record(played: Stage) -> None:
    async with played.wiring.people.reading() as people:
        places = [
            Place.of(await inspectorates.named(people, body.slug), Quarter(2026, 1))
            for body in BODIES
        ]
        async with played.wiring.ballots.reading() as ballots:
            found = [await counts(people, ballots, place) for place in places]
    decided = sum(each.decided for each in found)
    assert decided == played.replay.reporter.counts["remarks decided on"]
    assert decided <= sum(each.total for each in found)


async def test_each_director_finds_a_digest_in_the_mailbox(played: Stage) -> None:
    for body in BODIES:
        letters = played.mailbox.page(1, f"director@{body.domain}")
        assert letters
        for letter in letters:
            assert letter.header("Content-Language") == body.language
            assert "cid:" not in letter.html  # its picture is inside


async def test_a_difference_is_named(played: Stage) -> None:
    played.replay.reporter.counts["invited"] += 1
    found = await played.account()
    played.replay.reporter.counts["invited"] -= 1
    assert len(found.faults) == 1
    assert found.faults[0].startswith("Invitations on record")


async def test_people_behaved_in_every_way_that_matters(played: Stage) -> None:
    happened = played.replay.entrepreneurs.happened
    assert happened["POST 303"] > 20
    assert happened["POST 422"] > 0
    assert {name for name in happened if name.split()[1].startswith("5")} == set()


@pytest.mark.parametrize("language", VISITS)
async def test_a_visitors_link_has_not_been_used(
    played: Stage, browser: httpx.AsyncClient, language: str
) -> None:
    letter = played.mailbox.first_to(address(language, 1))
    assert letter is not None
    link = next(word for word in letter.part("plain").split() if "/s/" in word)
    page = (await browser.get(link)).raise_for_status().text
    assert f'<html lang="{language}">' in page


async def test_every_link_of_the_front_page_leads_somewhere(
    played: Stage, browser: httpx.AsyncClient
) -> None:
    page = read((await browser.get("/demo/?lang=ru")).raise_for_status().text)
    links: set[Any] = {str(anchor["href"]) for anchor in page.find_all("a", href=True)}
    assert len(links) > 20
    for link in sorted(links):
        if not link.startswith("#"):
            reply = await browser.get(link, follow_redirects=True)
            assert reply.status_code == 200, link


async def test_everybody_signs_in_with_the_password_of_the_front_page(
    browser: httpx.AsyncClient,
) -> None:
    """Administrators are asked for a code then; one press on the front page spares them that."""
    for account in accounts():
        reply = await browser.post(
            "/staff/sign-in",
            data={"email": account.email, "password": PASSWORD},
            headers={"Origin": str(browser.base_url)},
        )
        assert reply.status_code == 303, reply.text
        second = "sign-in/code" if account.role is ADMINISTRATOR else ""
        assert reply.headers["location"] == f"/staff/{second}"
