"""Regions, kinds and the words for them."""

from typing import get_args

import pytest

from app.lib.i18n import LANGUAGES, speaking
from app.registry.countries import Country
from app.registry.kinds import NO_EMAIL_REASONS, OUTCOMES, Flag, Kind, kinds_of, label
from app.registry.regions import is_region_of, region_name, regions_of


def test_the_countries_have_their_regions_in_their_usual_order() -> None:
    assert [region.code for region in regions_of("KG")] == [
        *("KG-B", "KG-C", "KG-J", "KG-N", "KG-O", "KG-T", "KG-Y", "KG-GB", "KG-GO")
    ]
    assert len(regions_of("KZ")) == 20
    assert regions_of("KZ")[-1].names["kk"] == "Шымкент қаласы"


@pytest.mark.parametrize("country", get_args(Country))
def test_no_two_regions_share_a_name_in_any_language(country: str) -> None:
    regions = regions_of(country)
    for language in LANGUAGES:
        assert len({region.names[language] for region in regions}) == len(regions)


def test_a_region_is_named_in_the_language_being_spoken() -> None:
    with speaking("ky"):
        assert region_name("KG-O") == "Ош облусу"
    with speaking("en"):
        assert region_name("KG-GO") == "Osh City"


def test_a_region_belongs_to_its_country() -> None:
    assert is_region_of("KG", "KG-GB")
    assert not is_region_of("KZ", "KG-GB")
    assert not is_region_of("KG", "kg-gb")


def test_every_kind_exists_somewhere_and_every_country_has_another() -> None:
    countries = get_args(Country)
    everywhere = {kind for country in countries for kind in kinds_of(country)}
    assert everywhere == set(Kind)
    assert all(kinds_of(country)[-1] is Kind.OTHER for country in countries)


@pytest.mark.parametrize("words", [tuple(Kind), OUTCOMES, NO_EMAIL_REASONS, tuple(Flag)])
def test_every_word_has_its_own_label(words: tuple[str, ...]) -> None:
    with speaking("en"):
        assert len({label(word) for word in words}) == len(words)
