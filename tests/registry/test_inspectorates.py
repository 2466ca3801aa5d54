"""Inspectorates from their files."""

from pathlib import Path
from typing import Any

import pytest

from app.lib.db import Database
from app.lib.i18n import LANGUAGES
from app.registry.describing import Unreadable, describe, read_description
from app.registry.inspectorates import (
    AnotherBody,
    add_from,
    all_of,
    by_open_number,
    by_slug,
    questionnaire_for,
    signers,
    sites,
)
from tests.making.registry import described, make_inspectorate

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
        signed = await signers(session, inspectorate)
    assert owners == ["inspectorate", "ministry"]
    assert signed.keys() == {"minister", "director"}
    assert all(signed["minister"].texts[language]["words"] for language in LANGUAGES)


@pytest.mark.parametrize("slug", ["geti", "consumer"])
def test_the_examples_cannot_write_to_anybody(slug: str) -> None:
    description = read_description(EXAMPLES / f"{slug}.yaml")
    addresses = [description.sender, description.reply_to]
    addresses += [signer.email for signer in description.signers.values()]
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
        found = await signers(session, inspectorate)
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
        with pytest.raises(AnotherBody, match="site geti"):
            await make_inspectorate(session, "gsei", sites=described()["sites"])


async def test_a_kind_has_its_questionnaire_or_the_usual_one(people: Database) -> None:
    async with people.transaction() as session:
        geti = await make_inspectorate(session)
    assert questionnaire_for(geti, "desk") == "desk-inspection"
    assert questionnaire_for(geti, "scheduled") == "post-inspection"


def test_every_fault_of_a_description_is_named_at_once() -> None:
    wrong = described(sender="nobody", colour="blue", questionnaires={"control_purchase": "x-y"})
    del wrong["names"]["kk"], wrong["signers"]["minister"]["texts"]["ky"]["words"], wrong["phone"]
    wrong["sites"][1]["address"] = "geti.kg"
    with pytest.raises(Unreadable) as refused:
        describe(wrong, "geti.yaml")
    text = str(refused.value)
    for place in ("geti.yaml", "colour", "phone", "signers.minister.texts.ky.words", "address"):
        assert place in text


def test_what_only_the_whole_description_shows_is_named_at_once_too() -> None:
    wrong = described(sender="nobody", questionnaires={"control_purchase": "x-y"})
    del wrong["names"]["kk"], wrong["signers"]["director"]
    with pytest.raises(Unreadable) as refused:
        describe(wrong)
    for place in ("names", "sender", "questionnaires.control_purchase", "director"):
        assert place in str(refused.value)


@pytest.mark.parametrize("odd", ["\r\nBcc: all@mail.kg", "\n", "\0", "\x1b", "\u2028", "\x85"])
def test_no_control_character_gets_into_what_heads_a_letter(odd: str) -> None:
    wrong = described(phone=f"1{odd}2", sender=f"a{odd}@geti.kg", reply_to=f"a@geti.kg{odd}b")
    wrong["names"]["ky"] = {**wrong["names"]["ky"], "name": f"ГЭТИ{odd}!", "of": f"ГЭТИ{odd}!"}
    wrong["signers"]["minister"]["texts"]["ru"]["position"] = f"министр{odd}!"
    with pytest.raises(Unreadable) as refused:
        describe(wrong)
    for place in ("names.ky.name", "names.ky.of", "phone", "sender", "reply_to", "ru.position"):
        assert place in str(refused.value)


@pytest.mark.parametrize("owners", [(), ("ministry",), ("inspectorate", "inspectorate")])
def test_an_inspectorate_has_exactly_one_site_of_its_own(owners: tuple[str, ...]) -> None:
    one = described()["sites"][0]
    sites = [{**one, "slug": f"site-{owner}", "owner": owner} for owner in owners]
    with pytest.raises(Unreadable, match="sites: describe exactly one"):
        describe(described(sites=sites))


@pytest.mark.parametrize("content", ["a: [", "slug: a\nslug: b\n", "- 1\n", ""])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, content: str) -> None:
    file = tmp_path / "body.yaml"
    file.write_text(content)
    with pytest.raises(Unreadable, match=r"body\.yaml"):
        read_description(file)
