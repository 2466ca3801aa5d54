"""What remarks are about, and finding them."""

import json
from pathlib import Path

import pytest

from app.lib.errors import NotFound
from app.lib.files import shipped
from app.lib.i18n import LANGUAGES, speaking
from app.questionnaires.loading import Shelf
from app.remarks import themes
from app.remarks.counting import by_theme
from app.remarks.deciding import Verdict, decide
from app.remarks.searching import Wanted, matching
from app.remarks.tables import Kind
from app.remarks.themes import THEMES, titles
from app.remarks.theming import add_themes, set_themes
from tests.making.remarks import by
from tests.remarks.conftest import Quarter


def test_every_theme_of_a_questionnaire_is_one_of_remarks_under_the_same_title() -> None:
    shelf = Shelf(shipped("surveys"))
    asked = [
        theme
        for name in ("post-inspection", "desk-inspection")
        for theme in shelf.latest(name).themes
        if theme.id != "overall"  # a remark is never about everything
    ]
    for language in LANGUAGES:
        with speaking(language):
            known = titles()
        assert all(known[theme.id] == theme.title[language] for theme in asked)


def test_titles_are_there_in_every_language() -> None:
    rows = json.loads(Path(themes.__file__).with_name("themes.json").read_text(encoding="utf-8"))
    assert [set(row["titles"]) for row in rows] == [set(LANGUAGES)] * len(rows)
    assert all(title.strip() for row in rows for title in row["titles"].values())


async def test_many_remarks_get_themes_at_once_and_one_gets_others(quarter: Quarter) -> None:
    ids, place = await quarter.ids(), quarter.place
    async with quarter.people.transaction() as session:
        await add_themes(session, place, [ids["Вишня"], ids["яблоко"]], ["timing", "other"])
        await add_themes(session, place, [ids["Вишня"], ids["Слива,"]], ["timing", "burden"])
        await set_themes(session, place, ids["яблоко"], ["thanks"])
    remarks = await quarter.remarks()
    assert {word: list(one.themes) for word, one in remarks.items()} == {
        "Вишня": ["burden", "timing", "other"],
        "яблоко": ["thanks"],
        "Слива,": ["burden", "timing"],
        "абрикос": [],
    }
    last, now = place.quarter.previous, place.quarter
    async with quarter.people.reading() as session:
        counted = await by_theme(session, place, [last, now])
    assert counted == {
        "burden": {now: 2},
        "timing": {now: 2},
        "other": {now: 1},
        "thanks": {now: 1},
    }


async def test_a_theme_that_there_is_not_is_not_taken(quarter: Quarter) -> None:
    assert "weather" not in THEMES
    async with quarter.people.transaction() as session:
        with pytest.raises(NotFound):
            await add_themes(session, quarter.place, [b"any"], ["weather"])


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["абрикос", "Вишня", "Слива,", "яблоко"]),
        (Wanted(words="ВИШНЯ"), ["Вишня"]),
        (Wanted(words="өРҮК елка"), ["Слива,"]),
        (Wanted(words="орук"), ["Слива,"]),
        (Wanted(words="бі\u0301шн\u200bя"), []),
        (Wanted(words="ві\u0301шн\u200bя"), ["Вишня"]),
        (Wanted(words="ёлка яблоко"), []),
        (Wanted(words="ош"), ["абрикос"]),
        (Wanted(words="%"), []),
        (Wanted(theme="timing"), ["Вишня"]),
        (Wanted(state="no_action"), ["яблоко"]),
        (Wanted(state="open", words="и"), ["абрикос", "Вишня", "Слива,"]),
        (Wanted(questionnaire="short", theme="timing"), ["Вишня"]),
        (Wanted(questionnaire="long"), []),
    ],
)
async def test_remarks_are_found(quarter: Quarter, wanted: Wanted, found: list[str]) -> None:
    ids = await quarter.ids()
    async with quarter.people.transaction() as session:
        await set_themes(session, quarter.place, ids["Вишня"], ["timing"])
        nothing = Verdict(Kind.NO_ACTION, "Not ours.")
        await decide(session, quarter.place, [ids["яблоко"]], nothing, by())
    remarks = (await quarter.remarks()).values()
    assert [one.text.split()[0] for one in matching(remarks, wanted)] == found
