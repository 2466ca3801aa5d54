"""How a message goes out: signed, to the address that was judged, to the name's own server."""

import ssl
from pathlib import Path

from sqlmodel import col, select

from app.lib.db import Database
from app.publications.tables import Webhook, WebhookMessage
from app.publications.webhooks import managing
from app.publications.webhooks.delivering import deliver_due
from app.publications.webhooks.managing import Wanted
from app.publications.webhooks.sending import Sender
from app.publications.webhooks.signing import Vault, signature
from app.registry.tables import Inspectorate
from tests.making.certificates import certify
from tests.making.webhooks import Receiver, receiving
from tests.publications.webhooks.conftest import DEMO, NOW, VAULT, hook


def test_signatures_are_those_of_the_specification() -> None:
    """The example of github.com/standard-webhooks/standard-webhooks."""
    signed = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        1614265330,
        b'{"test": 2432232314}',
    )
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


async def test_the_certificate_is_of_the_name_and_the_line_goes_where_the_name_led_once(
    people: Database, geti: Inspectorate, tmp_path: Path
) -> None:
    """The name leads elsewhere at every look: what was judged is what is connected to."""
    certificate, key = certify(tmp_path, "hooks.example")
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(certificate, key)
    looks: list[str] = []

    async def resolve(host: str, _port: int) -> list[str]:
        looks.append(host)
        return ["127.0.0.1"] if len(looks) == 1 else ["10.0.0.1"]

    trusted = ssl.create_default_context(cafile=str(certificate))
    async with receiving(server) as receiver:
        for name, taken in (("hooks.example", True), ("other.example", False)):
            looks.clear()
            await hook(people, f"https://{name}:{receiver.port}/")
            sender = Sender(VAULT, "http://pikir.test", resolve, trusted)
            async with people.transaction() as session:
                [webhook] = await session.exec(
                    select(Webhook).where(col(Webhook.url).contains(name))
                )
                await managing.try_out(session, webhook.id, NOW)
            await deliver_due(people, sender, NOW)
            assert looks == [name]
            assert bool(receiver.received) == taken
            receiver.received.clear()


async def test_a_secret_under_another_pepper_keeps_no_other_message_back(
    people: Database, receiver: Receiver
) -> None:
    await hook(people, receiver.url)
    async with people.transaction() as session:
        foreign = Vault(b"another pepper" * 3)
        wanted = Wanted(f"{receiver.url}&foreign", None)
        await managing.add(session, foreign, wanted, NOW, is_demo=True)
        for told in await managing.every(session):
            await managing.try_out(session, told.webhook.id, NOW)
    assert await deliver_due(people, DEMO, NOW) == 2
    assert len(receiver.received) == 1
    async with people.reading() as session:
        faults = {one.fault for one in await session.exec(select(WebhookMessage))}
    assert faults == {"", "unreadable"}


async def test_the_secret_is_encrypted(people: Database, receiver: Receiver) -> None:
    secret = await hook(people, receiver.url)
    async with people.reading() as session:
        [webhook] = await session.exec(select(Webhook))
    assert secret.encode() not in webhook.secret
    assert VAULT.open(webhook.secret, webhook.id) == secret
