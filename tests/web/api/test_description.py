"""The description of the API: complete, true, and found nothing wrong with by schemathesis."""

from collections.abc import AsyncIterator

import httpx
import pytest
from litestar.routes import HTTPRoute

from app.lib.i18n import LANGUAGES
from app.registry.fields import InspectionFields
from app.web.api.describing import document
from app.web.api.routes import api
from tests import pages
from tests.web.api.trying import Place, standing, tried


@pytest.fixture(scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    async with standing(tmp_path_factory.mktemp("described")) as found:
        yield found


def test_every_call_is_described_and_nothing_else() -> None:
    described = {
        (method.upper(), path)
        for path, methods in document()["paths"].items()
        for method in methods
    }
    there = {
        (method, route.path_format)
        for route in api().routes
        if isinstance(route, HTTPRoute)
        for method in route.methods - {"OPTIONS"}
    }
    of_itself = {("GET", "/api/v1/openapi.json"), ("GET", "/api/v1/docs")}
    assert described == there - of_itself


def test_every_field_of_an_inspection_is_described() -> None:
    described = document()["components"]["schemas"]["Inspection"]["properties"]
    assert list(described) == list(InspectionFields.model_fields)


def test_every_call_says_what_it_does_and_every_refusal_is_a_problem() -> None:
    for path, methods in document()["paths"].items():
        for of in methods.values():
            assert of["summary"]
            assert of["description"]
            assert "503" in of["responses"], path
            assert ("401" in of["responses"]) == bool(of["security"]), path
    for name, reply in document()["components"]["responses"].items():
        assert name == "NotModified" or "application/problem+json" in reply["content"]


async def test_schemathesis_finds_nothing(place: Place) -> None:
    """Few examples; the long run is among the slow tests."""
    status, said = await tried(place, "--phases", "examples,fuzzing", "--max-examples", "3")
    assert status == 0, said


@pytest.mark.slow
async def test_schemathesis_finds_nothing_however_long_it_tries(place: Place) -> None:
    status, said = await tried(place, "--max-examples", "100")
    assert status == 0, said


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_page_is_for_people_in_their_language(
    browser: httpx.AsyncClient, language: str
) -> None:
    reply = await browser.get("/api/v1/docs", params={"lang": language})
    assert reply.status_code == 200
    page = pages.read(reply.text)
    assert page.html
    assert page.html["lang"] == language
    for methods in document()["paths"].values():
        for of in methods.values():
            assert page.find(id=of["operationId"])
    assert page.find(id="problem-invalid")


async def test_a_problem_leads_to_its_explanation(browser: httpx.AsyncClient) -> None:
    page = pages.read((await browser.get("/api/v1/docs?lang=en")).text)
    for path in ("/api/v1/none", "/api/v1/inspections"):
        kind = (await browser.get(path)).json()["type"]
        assert kind.startswith("/api/v1/docs#")
        assert page.find(id=kind.partition("#")[2])
