"""Inspectorates from their files."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.lib import clock
from app.lib.db import Database
from app.lib.i18n import LANGUAGES
from app.registry.describing import read_description
from app.registry.inspectorates import (
    AnotherBody,
    add_from,
    all_of,
    by_open_number,
    by_slug,
    questionnaire_for,
    sites,
)
from app.registry.showing import as_yaml, shown
from app.registry.signers import signers
from tests.making.registry import NOW, described, make_inspectorate

EXAMPLES = Path("app/demo/inspectorates")


@pytest.mark.parametrize(("slug", "country"), [("geti", "KG"), ("consumer", "KZ")])
async def test_the_examples_are_whole_and_can_be_added(
    people: Database, slug: str, country: str
) -> None:
    async with people.transaction() as session:
        await add_from(session, EXAMPLES / f"{slug}.yaml")
    async with people.reading() as session:
        inspectorate = await by_slug(session, slug)
        assert inspectorate
        assert inspectorate.country == country
        owners = [site.owner for site in await sites(session, inspectorate)]
        signed = await signers(session, inspectorate, clock.now())
    assert owners == ["inspectorate", "ministry"]
    assert signed.keys() == {"minister", "director"}
    assert all(signed["minister"].texts[language]["words"] for language in LANGUAGES)


@pytest.mark.parametrize("slug", ["geti", "consumer"])
def test_the_examples_cannot_write_to_anybody(slug: str) -> None:
    description = read_description(EXAMPLES / f"{slug}.yaml")
    addresses = [description.sender, description.reply_to]
    addresses += [signer.email for _role, signer in description.signers]
    addresses += [site.address for site in description.sites]
    assert all(address.endswith(".example") for address in addresses)


async def test_the_original_open_questionnaire_has_number_two(people: Database) -> None:
    async with people.transaction() as session:
        await add_from(session, EXAMPLES / "geti.yaml")
        geti = await by_open_number(session, 2)
    assert geti
    assert geti.slug == "geti"


async def test_adding_the_same_again_changes_nothing(people: Database) -> None:
    for changes in (True, False):
        async with people.transaction() as session:
            added = await add_from(session, described())
        assert bool(added.changes) is changes
    async with people.reading() as session:
        assert len(await all_of(session)) == 1
        assert len(await sites(session, added.inspectorate)) == 2


async def test_new_words_of_a_signer_are_a_new_version(people: Database) -> None:
    async with people.transaction() as session:
        inspectorate = await make_inspectorate(session)
    changed = described()
    changed["signers"]["director"]["email"] = "new@geti.kg.example"
    async with people.transaction() as session:
        assert (await add_from(session, changed)).changes == ["director, version 2"]
    async with people.reading() as session:
        found = await signers(session, inspectorate, clock.now())
    assert (found["director"].version, found["director"].email) == (2, "new@geti.kg.example")
    assert found["minister"].version == 1


async def test_what_changed_is_said(people: Database) -> None:
    async with people.transaction() as session:
        await make_inspectorate(session)
    changed = described(phone="+996 312 111111")
    changed["sites"][0]["address"] = "https://new.geti.kg.example"
    async with people.transaction() as session:
        assert (await add_from(session, changed)).changes == ["phone", "site geti"]
    async with people.reading() as session:
        geti = await by_slug(session, "geti")
        assert geti
        assert geti.phone == "+996 312 111111"
        own, _ministry = await sites(session, geti)
        assert own.address == "https://new.geti.kg.example"


@pytest.mark.parametrize(
    "clash",
    [
        {"slug": "geti", "country": "KZ"},
        {"slug": "geti", "open_number": 999},
        {"slug": "gsei", "open_number": sum(b"geti")},
    ],
)
async def test_one_body_cannot_take_the_place_of_another(
    people: Database, clash: dict[str, Any]
) -> None:
    async with people.transaction() as session:
        await make_inspectorate(session)
    with pytest.raises(AnotherBody):
        async with people.transaction() as session:
            await make_inspectorate(session, **clash)


async def test_a_site_belongs_to_one_inspectorate(people: Database) -> None:
    async with people.transaction() as session:
        await make_inspectorate(session)
        with pytest.raises(AnotherBody, match=r"sites\.0\.slug: The site geti"):
            await make_inspectorate(session, "gsei", sites=described()["sites"])


async def test_a_kind_has_its_questionnaire_or_the_usual_one(people: Database) -> None:
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
    assert questionnaire_for(geti, "desk") == "desk-inspection"
    assert questionnaire_for(geti, "scheduled") == "post-inspection"


async def test_everything_that_clashes_is_said_and_nothing_is_written(people: Database) -> None:
    async with people.transaction() as session:
        await make_inspectorate(session)
    clashing = described("gsei", open_number=sum(b"geti"), sites=described()["sites"])
    async with people.transaction() as session:
        with pytest.raises(AnotherBody) as refused:
            await add_from(session, clashing)
    assert set(refused.value.errors) == {"open_number", "sites.0.slug", "sites.1.slug"}
    async with people.reading() as session:
        assert await by_slug(session, "gsei") is None


async def test_its_own_site_never_moves_to_another_folder(people: Database) -> None:
    async with people.transaction() as session:
        await make_inspectorate(session)
    moved = described()
    moved["sites"][0]["slug"] = "elsewhere"
    async with people.transaction() as session:
        with pytest.raises(AnotherBody, match="in the folder geti, and stays there"):
            await add_from(session, moved)


@pytest.mark.parametrize("slug", ["geti", "consumer"])
async def test_what_is_shown_can_be_added_and_changes_nothing(people: Database, slug: str) -> None:
    async with people.transaction() as session:
        added = await add_from(session, EXAMPLES / f"{slug}.yaml")
    async with people.reading() as session:
        written = as_yaml(await shown(session, added.inspectorate, NOW))
    async with people.transaction() as session:
        assert (await add_from(session, yaml.safe_load(written))).changes == []
    assert yaml.safe_load(written)["names"]["ky"] == added.inspectorate.names["ky"]


async def test_what_was_closed_by_decree_comes_back_from_the_file(people: Database) -> None:
    closed = {"first": date(2026, 12, 30), "last": "2027-01-08", "reason": "Токтом № 5"}
    sending = {"opens": 8, "closes": 12, "closed": [closed], "worked": [date(2026, 12, 26)]}
    async with people.transaction() as session:
        geti = await make_inspectorate(session, sending=sending)
        written = as_yaml(await shown(session, geti, NOW))
        assert (await add_from(session, yaml.safe_load(written))).changes == []
    assert geti.sending["closed"][0]["first"] == "2026-12-30"


async def test_two_inspectorates_never_bear_the_same_name(people: Database) -> None:
    second = described("gsei")
    second["names"]["ru"]["name"] = " GETI  ru "
    async with people.transaction() as session:
        await make_inspectorate(session)
        with pytest.raises(AnotherBody) as refused:
            await add_from(session, second)
        assert set(refused.value.errors) == {"names.ru.name"}
        await add_from(session, described("gsei"))
        with pytest.raises(AnotherBody):
            await add_from(session, second)
        assert (await add_from(session, described())).changes == []
