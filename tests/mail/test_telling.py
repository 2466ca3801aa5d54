"""What staff read about a letter: plain words, the server's words, never an address."""

from datetime import UTC, datetime

import pytest

from app.lib.db import Database
from app.lib.i18n import speaking
from app.lib.keyfolder import KeyFolder
from app.mail import states
from app.mail.tables import Letter
from app.mail.telling import in_words, letters_about
from tests.making.mail import make_draft, make_outbox, post

NINE_IN_BISHKEK = datetime(2026, 8, 4, 3, tzinfo=UTC)


def make_letter(state: str, reply: str | None = None) -> Letter:
    return Letter(
        kind="invitation",
        to_print=b"",
        stoppable=True,
        payload=None,
        payload_key="",
        state=state,
        reply=reply,
        due_at=NINE_IN_BISHKEK,
        sent_at=NINE_IN_BISHKEK,
    )


@pytest.mark.parametrize(
    ("state", "reply", "words"),
    [
        (states.QUEUED, None, "Waiting: it goes out on 4 August 2026 at 09:00 or soon after."),
        (states.SENT, "250 OK", "Sent on 4 August 2026."),
        (
            states.DEFERRED,
            "450 later",
            "The mail server asked to wait: the next try is on 4 August 2026 at 09:00.",
        ),
        (states.FAILED, "550 no such user", "Refused by the mail server: 550 no such user"),
        (states.FAILED, states.NO_ADDRESS, "Not sent: this is not a complete e-mail address."),
        (states.SUPPRESSED, None, "Not sent: the address asked for no more letters."),
    ],
)
def test_each_state_has_its_sentence(state: str, reply: str | None, words: str) -> None:
    with speaking("en"):
        assert in_words(make_letter(state, reply), "Asia/Bishkek") == words


async def test_the_newest_letter_about_an_inspection_is_found(
    people: Database, keys: KeyFolder
) -> None:
    about = make_letter(states.QUEUED).id
    draft = make_draft(about=about)
    await post(people, make_outbox(keys), draft, due_at=NINE_IN_BISHKEK)
    (newest,) = await post(people, make_outbox(keys), draft)
    await post(people, make_outbox(keys), make_draft(kind="reminder", about=about))
    async with people.reading() as session:
        found = await letters_about(session, [about], "invitation")
    assert {key: letter.id for key, letter in found.items()} == {about: newest.id}
