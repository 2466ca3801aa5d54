"""Letters that tell directors of their figures."""

import asyncio
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from sqlmodel import select

from app.accounts import telling
from app.accounts.roles import DIRECTOR, INSPECTOR
from app.accounts.tables import Person
from app.accounts.telling import Choice
from app.lib import clock as time
from app.lib.i18n import LANGUAGES
from app.lib.locking import Taken
from app.lib.quarters import Quarter
from app.mail.tables import Letter
from app.questionnaires.answers import Closed
from app.work import directors
from tests.browsing import ORIGIN
from tests.installation import Installation
from tests.making.accounts import make_person
from tests.making.mail import html, written
from tests.web.staff.answering import answer, make_box, mix_all

BISHKEK = ZoneInfo("Asia/Bishkek")
Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)
NOON = datetime(2026, 8, 12, 12, tzinfo=BISHKEK)  # in Q3, while answers about Q2 are taken
MONTH_BEGINS = datetime(2026, 10, 1, 10, tzinfo=BISHKEK)  # a Thursday
PLEASED: dict[str, Closed] = {"overall": "5", "courtesy": "4"}
DISPLEASED: dict[str, Closed] = {"overall": "2", "courtesy": "4"}


@pytest.fixture
async def moved(geti: Installation) -> Installation:
    """30 of 40 were content last quarter, 12 of 40 are now; 50 were inspected in each."""
    time.step_to(NOON)
    wiring = geti.wiring
    for day in (date(2026, 6, 1), date(2026, 8, 3)):
        await geti.record(day, 50)
    for quarter, content in ((Q2, 30), (Q3, 12)):
        box = await make_box(wiring, geti.inspectorate, quarter)
        remarks = ["Too long."] * 12 if quarter == Q3 else []
        opinions = [PLEASED] * content + [DISPLEASED] * (40 - content)
        await answer(wiring, box, opinions, remarks)
    await mix_all(wiring)
    return geti


async def director(
    geti: Installation, name: str = "aida", language: str = "en", **letters: bool
) -> Person:
    database = geti.wiring.people
    email = f"{name}@geti.kg.example"
    person = await make_person(database, email, "Aida Asanova", DIRECTOR, geti.inspectorate.id)
    chosen = Choice(**{"alerts": True, "digest": True, **letters})
    async with database.transaction() as session:
        (await session.get_one(Person, person.id)).language = language
        await telling.choose(session, person.id, chosen)
    return person


async def alerts(geti: Installation) -> int:
    count = await directors.tell_of_changes(geti.wiring, time.now())
    await geti.deliver()
    return count


async def digests(geti: Installation) -> int:
    count = await directors.write_digests(geti.wiring, time.now())
    await geti.deliver()
    return count


def picture(letter: EmailMessage) -> tuple[EmailMessage, EmailMessage]:
    """The HTML part and its picture, which stand together, beside the written part."""
    plain, related = letter.iter_parts()
    assert plain.get_content_type() == "text/plain"
    assert related.get_content_type() == "multipart/related"
    text, image = related.iter_parts()
    assert isinstance(text, EmailMessage)
    assert isinstance(image, EmailMessage)
    return text, image


async def test_a_director_is_told_what_has_moved_by_more_than_chance(moved: Installation) -> None:
    await director(moved)
    assert await alerts(moved) == 1
    (letter,) = moved.mailbox.letters
    assert letter["To"] == "aida@geti.kg.example"
    assert letter["Subject"] == "GETI: 1 share has moved, Q3 2026"
    text = written(letter)
    assert "30%, 45 points less than in Q2 2026" in " ".join(text.split())
    assert "Polite" not in text
    for link in (f"{ORIGIN}/staff/report/geti/2026-q3", f"{ORIGIN}/staff/account#letters"):
        assert link in text
        assert link in html(letter)


async def test_the_chart_stands_in_the_letter_with_words_for_who_cannot_see_it(
    moved: Installation,
) -> None:
    await director(moved)
    await alerts(moved)
    text, image = picture(moved.mailbox.letters[0])
    assert image["Content-ID"] == "<chart@pikir>"
    assert 'src="cid:chart@pikir"' in text.get_content()
    assert 'alt="1 share of 1 has changed since Q2 2026' in text.get_content()
    drawn = Image.open(BytesIO(image.get_content()))
    assert drawn.format == "PNG"
    assert drawn.size[0] == 2 * 288
    assert len(image.get_content()) < 60_000


async def test_two_workers_at_once_send_one_letter(moved: Installation) -> None:
    await director(moved)
    now = time.now()
    both = await asyncio.gather(
        directors.tell_of_changes(moved.wiring, now),
        directors.tell_of_changes(moved.wiring, now),
        return_exceptions=True,
    )
    assert all(isinstance(each, int | Taken) for each in both)
    assert await letters(moved) == 1
    assert await alerts(moved) == 0  # nobody is told the same twice
    time.step_to(NOON + timedelta(days=20))
    assert await alerts(moved) == 0


async def test_a_worker_that_dies_before_its_commit_has_told_nobody(
    moved: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    await director(moved)

    def dies(*_of: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(directors, "_post", dies)
        with pytest.raises(KeyboardInterrupt):
            await directors.tell_of_changes(moved.wiring, time.now())
    assert await letters(moved) == 0
    assert await alerts(moved) == 1


async def test_each_switch_keeps_its_letter_away(moved: Installation) -> None:
    await director(moved, "no-alert", alerts=False)
    await director(moved, "no-digest", digest=False)
    assert await alerts(moved) == 1
    time.step_to(MONTH_BEGINS)
    assert await digests(moved) == 1
    assert moved.mailbox.recipients == ["no-digest@geti.kg.example", "no-alert@geti.kg.example"]


async def test_only_directors_of_the_inspectorate_are_told(moved: Installation) -> None:
    inspector = "temir@geti.kg.example"
    geti = moved.inspectorate.id
    await make_person(moved.wiring.people, inspector, "Temir", INSPECTOR, geti)
    assert await alerts(moved) == 0


async def test_letters_speak_the_directors_language(moved: Installation) -> None:
    for language in LANGUAGES:
        await director(moved, language, language)
    await alerts(moved)
    time.step_to(MONTH_BEGINS)
    await digests(moved)
    assert len(moved.mailbox.letters) == 2 * len(LANGUAGES)
    for letter in moved.mailbox.letters:
        language = letter["Content-Language"]
        assert letter["To"] == f"{language}@geti.kg.example"
        assert f'<html lang="{language}">' in html(letter)
        assert ("Dear" in written(letter)) == (language == "en")


async def test_the_digest_tells_how_the_last_months_quarter_stands(moved: Installation) -> None:
    await director(moved)
    time.step_to(MONTH_BEGINS)
    assert await digests(moved) == 1
    (letter,) = moved.mailbox.letters
    assert letter["Subject"] == "GETI: how things stand, Q3 2026"
    text = " ".join(written(letter).split())
    assert "30%, 45 points less than in Q2 2026 * The change since Q2 2026 is larger" in text
    assert "40 answers have been counted: 80% of 50 inspections." in text
    assert "Inspections with an e-mail address: 100%." in text
    assert "12 remarks have no decision yet." in text
    picture(letter)


async def test_a_letter_counts_the_inspections_of_its_moment(moved: Installation) -> None:
    await director(moved)
    await moved.draw()  # what pages show is counted here
    await moved.record(date(2026, 8, 4), 30)
    time.step_to(MONTH_BEGINS)
    await digests(moved)
    (letter,) = moved.mailbox.letters
    assert "50% of 80 inspections" in " ".join(written(letter).split())


async def test_a_digest_goes_out_once_on_the_first_working_day(moved: Installation) -> None:
    await director(moved)
    for moment, count in (
        (datetime(2026, 10, 1, 7, tzinfo=BISHKEK), 0),  # the window has not opened
        (datetime(2026, 10, 1, 10, tzinfo=BISHKEK), 1),
        (datetime(2026, 10, 2, 10, tzinfo=BISHKEK), 0),
        (datetime(2026, 11, 1, 10, tzinfo=BISHKEK), 0),  # a Sunday
        (datetime(2026, 11, 2, 10, tzinfo=BISHKEK), 0),  # of Q4, in which nobody was inspected
    ):
        time.step_to(moment)
        assert await digests(moved) == count


async def test_a_digest_that_comes_late_is_left_to_the_next_month(moved: Installation) -> None:
    await director(moved)
    time.step_to(datetime(2026, 10, 20, 10, tzinfo=BISHKEK))
    assert await digests(moved) == 0


async def test_without_inspections_there_is_nothing_to_tell(geti: Installation) -> None:
    await director(geti)
    time.step_to(MONTH_BEGINS)
    assert await alerts(geti) == await digests(geti) == 0


async def letters(geti: Installation) -> int:
    async with geti.wiring.people.reading() as session:
        return len((await session.exec(select(Letter))).all())
