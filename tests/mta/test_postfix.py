"""What becomes of letters with a real Postfix as relay, and another one that receives."""

from email.message import EmailMessage

import pytest
from sqlmodel import select

from app.mail import states
from app.mail.bounces.kinds import Kind
from app.mail.delivering import Delivered, deliver_due
from app.mail.tables import Letter, Suppression
from tests.making.mail import (
    html,
    letter,
    make_draft,
    parse,
    pass_time,
    post,
    print_of,
    written,
)
from tests.mta.conftest import DOMAIN, House
from tests.mta.surroundings import broken_line, eventually

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


async def write_to(house: House, address: str) -> Letter:
    (posted,) = await post(house.people, house.outbox, make_draft(address))
    return posted


async def deliver(house: House, to: str) -> Delivered:
    return await deliver_due(house.people, house.outbox, house.way(to), worker="w1")


async def suppressed(house: House) -> dict[bytes, str]:
    async with house.people.reading() as session:
        return {one.to_print: one.reason for one in await session.exec(select(Suppression))}


async def came_back(house: House, posted: Letter) -> Letter:
    """As soon as the mail for its return path has been through the pipe."""
    at = house.outbox.marks(posted).return_path
    await eventually(lambda: house.mails.relay.says(f"to=<{at}>", "relay=pikir", "status=sent"))
    return await letter(house.people, posted)


async def arrived(house: House, owner: str) -> EmailMessage:
    (found,) = await eventually(lambda: house.mails.in_box(owner))
    return parse(found.replace(b"\n", b"\r\n"))


async def test_a_letter_arrives_with_all_its_headers(house: House) -> None:
    posted = await write_to(house, "aida@mail.example")
    assert await deliver(house, house.mails.relay.url) == Delivered(sent=1)

    found = await arrived(house, "aida")
    marks = house.outbox.marks(posted)
    assert found["Return-Path"] == f"<{marks.return_path}>"
    assert found["Message-ID"] == marks.message_id
    assert marks.return_path.endswith(f"@{DOMAIN}")
    assert found["Auto-Submitted"] == "auto-generated"
    assert found["List-Unsubscribe"] == "<https://pikir.test/u/xyz>"
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert found["Subject"] == make_draft().subject
    assert (written(found), html(found)) == (
        make_draft().text.replace("\n", "\r\n"),
        make_draft().html.replace("\n", "\r\n"),
    )


async def test_a_greylisted_letter_arrives_at_the_second_try(house: House) -> None:
    posted = await write_to(house, "new@mail.example")
    assert await deliver(house, house.mails.receiver.url) == Delivered(deferred=1)
    assert "Greylisted" in ((await letter(house.people, posted)).reply or "")

    pass_time(minutes=6.1)
    assert await deliver(house, house.mails.receiver.url) == Delivered(sent=1)
    await arrived(house, "new")


async def test_an_unknown_address_is_refused_at_once_and_written_to_no_more(house: House) -> None:
    posted = await write_to(house, "nobody@mail.example")
    assert await deliver(house, house.mails.receiver.url) == Delivered(failed=1)

    failed = await letter(house.people, posted)
    assert (failed.state, failed.bounce) == (states.FAILED, Kind.HARD)
    assert (failed.reply or "").startswith("550 5.1.1 <…>: Recipient address rejected")
    assert await suppressed(house) == {print_of("nobody@mail.example"): "hard"}


async def test_a_letter_that_the_relay_took_in_vain_comes_back(house: House) -> None:
    """The next server refuses it, so the relay itself writes the report."""
    posted = await write_to(house, "nobody@mail.example")
    assert await deliver(house, house.mails.relay.url) == Delivered(sent=1)

    back = await came_back(house, posted)
    assert (back.state, back.bounce, back.payload) == (states.BOUNCED, Kind.HARD, None)
    assert "550 5.1.1" in (back.reply or "")
    assert await suppressed(house) == {print_of("nobody@mail.example"): "hard"}


async def test_a_report_of_another_server_comes_in_over_the_relay(house: House) -> None:
    """The address sends its mail on to where nobody is: the receiving server finds out later."""
    posted = await write_to(house, "forwarded@mail.example")
    assert await deliver(house, house.mails.relay.url) == Delivered(sent=1)

    back = await came_back(house, posted)
    assert (back.state, back.bounce) == (states.BOUNCED, Kind.HARD)
    assert await suppressed(house) == {print_of("forwarded@mail.example"): "hard"}


async def test_a_bounce_waits_in_the_relay_while_the_installation_cannot_take_it(
    house: House,
) -> None:
    settings_file = house.mails.relay.folder.parent / "pipe" / "env"
    settings_file.rename(settings_file.with_name("away"))
    posted = await write_to(house, "nobody@mail.example")
    await deliver(house, house.mails.relay.url)
    await eventually(lambda: house.mails.relay.says("relay=pikir", "status=deferred"))
    await eventually(house.mails.relay.deferred)
    assert (await letter(house.people, posted)).state == states.SENT

    settings_file.with_name("away").rename(settings_file)
    house.mails.relay.run("flush")
    assert (await came_back(house, posted)).state == states.BOUNCED


async def test_the_log_tells_that_a_letter_in_doubt_was_taken(house: House) -> None:
    posted = await write_to(house, "aida@mail.example")
    async with broken_line(house.mails.relay.port, gives=True) as breaking:
        assert await deliver(house, breaking) == Delivered(unknown=1)
    await arrived(house, "aida")

    pass_time(minutes=11.1)
    assert await deliver(house, house.mails.relay.url) == Delivered()
    settled = await letter(house.people, posted)
    assert (settled.state, settled.resent) == (states.SENT, False)
    assert len(house.mails.relay.says("cleanup", house.outbox.marks(posted).message_id)) == 1


async def test_the_log_tells_that_a_letter_in_doubt_was_never_taken(house: House) -> None:
    await write_to(house, "aida@mail.example")
    assert await deliver(house, house.mails.relay.url) == Delivered(sent=1)
    posted = await write_to(house, "aida@mail.example")
    async with broken_line(house.mails.relay.port, gives=False) as breaking:
        assert await deliver(house, breaking) == Delivered(unknown=1)
    await eventually(lambda: house.mails.relay.says("lost connection after"))

    pass_time(minutes=11.1)
    assert await deliver(house, house.mails.relay.url) == Delivered()
    assert (await letter(house.people, posted)).state == states.DEFERRED
    pass_time(minutes=6.1)
    assert await deliver(house, house.mails.relay.url) == Delivered(sent=1)
    await eventually(lambda: len(house.mails.in_box("aida")) == 2)
