"""Drawings are kept once and found by what they show."""

from app.lib.db import Database
from app.results.charts.drawings import draw_missing, find, keep, missing
from tests.making.charts import make_shapes
from tests.making.results import make_questionnaire, make_result

SHAPES = make_shapes(make_result(), make_questionnaire(), "ky")[:3]


async def test_a_drawing_is_found_by_what_it_shows(people: Database) -> None:
    async with people.transaction() as session:
        await keep(session, SHAPES[0], "<svg>one</svg>")
    async with people.reading() as session:
        assert await find(session, SHAPES) == {SHAPES[0].hash: "<svg>one</svg>"}
        assert await missing(session, SHAPES) == SHAPES[1:]


async def test_what_is_asked_for_twice_is_missing_once(people: Database) -> None:
    async with people.reading() as session:
        assert await missing(session, [*SHAPES, *SHAPES]) == SHAPES


async def test_only_what_is_missing_is_drawn(people: Database) -> None:
    async with people.transaction() as session:
        await keep(session, SHAPES[0], "<svg>one</svg>")
    assert await draw_missing(people, SHAPES, lambda shape: shape.title) == 2
    assert await draw_missing(people, SHAPES, lambda _shape: "another") == 0
    async with people.reading() as session:
        assert await find(session, SHAPES[1:]) == {one.hash: one.title for one in SHAPES[1:]}


async def test_keeping_a_drawing_again_changes_nothing(people: Database) -> None:
    for _ in range(2):
        async with people.transaction() as session:
            await keep(session, SHAPES[0], "<svg>one</svg>")
    async with people.reading() as session:
        assert len(await find(session, SHAPES)) == 1
