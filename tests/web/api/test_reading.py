"""What everybody may read: the quarter so far, releases and questionnaires; and what not."""

from base64 import b64encode
from hashlib import sha256

import pytest

from app.accounts.tokens import Scope
from app.publications.document import digest, written
from app.publications.tables import Release
from app.questionnaires.loading import Shelf
from tests.making.publications import PUBLISHED_AT, QUARTER, make_document
from tests.web.api.conftest import PATH, Systems, act

RELEASES = "/api/v1/releases"


async def release(systems: Systems, *, revision: int = 1) -> str:
    """The document of GETI's third quarter."""
    text = written(make_document(answered=200 + revision))
    async with systems.people.transaction() as session:
        session.add(
            Release(
                inspectorate_id=systems.geti.id,
                quarter=str(QUARTER),
                revision=revision,
                published_at=PUBLISHED_AT,
                document=text,
                digest=digest(text),
            )
        )
    return text


async def test_a_release_is_its_document_to_the_byte(systems: Systems) -> None:
    text = await release(systems)
    reply = await systems.client.get(f"{RELEASES}/geti/2026-q3")
    assert reply.content == text.encode()
    found = sha256(reply.content)
    assert reply.headers["etag"] == f'"{found.hexdigest()}"'
    base64 = b64encode(found.digest()).decode()
    assert reply.headers["repr-digest"] == f"sha-256=:{base64}:"
    assert "public" in reply.headers["cache-control"]


@pytest.mark.parametrize("form", ["{0}", "W/{0}", '"other", {0}', "*"])
async def test_who_has_a_release_gets_no_second_copy(systems: Systems, form: str) -> None:
    await release(systems)
    where = f"{RELEASES}/geti/2026-Q3"
    tag = (await systems.client.get(where)).headers["etag"]
    again = await systems.client.get(where, headers={"If-None-Match": form.format(tag)})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    other = await systems.client.get(where, headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


async def test_the_list_names_the_newest_revision(systems: Systems) -> None:
    await release(systems)
    second = await release(systems, revision=2)
    [item] = (await systems.client.get(RELEASES)).json()["items"]
    assert (item["period"], item["revision"]) == ("2026-Q3", 2)
    assert item["digest"] == digest(second)
    assert (await systems.client.get(item["href"])).content == second.encode()
    none = await systems.client.get(RELEASES, params={"inspectorate": "consumer"})
    assert none.json() == {"items": []}


@pytest.mark.parametrize(
    "path",
    [
        *(f"{RELEASES}/geti/2026-q2", f"{RELEASES}/geti/2025", f"{RELEASES}/none/2026-q3"),
        *(f"{RELEASES}?inspectorate=none", f"{RELEASES}?inspectorate="),
        *(f"{RELEASES}/geti/x", "/api/v1/results/none/so-far"),
        *("/api/v1/results/geti/so-far?quarter=2020-q1", "/api/v1/results/geti/so-far?quarter="),
        *("/api/v1/questionnaires/none/1", "/api/v1/questionnaires/post-inspection/99"),
    ],
)
async def test_what_is_not_there_is_a_problem(systems: Systems, path: str) -> None:
    reply = await systems.client.get(path)
    assert reply.status_code == 404
    assert reply.json()["type"].endswith("#problem-not-found")


async def test_questionnaires_are_read_in_four_languages(systems: Systems) -> None:
    items = (await systems.client.get("/api/v1/questionnaires")).json()["items"]
    assert [item["name"] for item in items] == [one.name for one in Shelf().editions()]
    for item in items:
        whole = (await systems.client.get(item["href"])).json()
        assert whole["hash"] == item["hash"]
        assert len(whole["questions"]) == item["questions"]
        assert set(whole["questions"][0]["text"]) == {"ky", "kk", "ru", "en"}


async def test_the_quarter_so_far_shows_no_more_than_its_page(systems: Systems) -> None:
    headers = await systems.of(systems.geti)
    await systems.client.post(PATH, json=act(), headers=headers)
    reply = await systems.client.get("/api/v1/results/geti/so-far")
    said = reply.json()
    assert (said["quarter"], said["answers_until"]) == ("2026-Q3", "2026-11-14")
    [result] = said["results"]
    assert (result["inspections"], result["invited"]) == (1, 0)
    assert result["figures"]["rates"] is None


async def test_a_quarters_rates_are_for_its_own_inspectorate(systems: Systems) -> None:
    where = "/api/v1/results/geti/2026-q3"
    own = await systems.of(systems.geti, Scope.RESULTS)
    others = await systems.of(systems.consumer, Scope.RESULTS)
    reply = await systems.client.get(where, headers=own)
    assert reply.json()["results"][0]["rates"]["inspections"] == 0
    assert reply.headers["cache-control"] == "no-store"
    assert (await systems.client.get(where, headers=others)).status_code == 404
    assert (await systems.client.get(where)).status_code == 401
    future = await systems.client.get("/api/v1/results/geti/2030-q1", headers=own)
    assert future.status_code == 404
